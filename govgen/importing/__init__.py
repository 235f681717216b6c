"""From a published report (web page, Word, PDF, text) back to a data file; nothing is guessed in silence."""
