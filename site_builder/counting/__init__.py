"""The numbers, without a form: axes, tallies, figures of a period."""
