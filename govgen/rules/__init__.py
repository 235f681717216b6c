"""The review: what each rule finds in a report or a text."""
