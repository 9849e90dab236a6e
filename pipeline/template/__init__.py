"""A person's own PowerPoint template: read without trust, its layouts found for our slides, told about."""
