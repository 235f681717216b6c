"""What several commands share: console, inputs, outputs, selection of codes."""
