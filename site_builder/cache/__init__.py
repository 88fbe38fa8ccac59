"""A portal read once and kept: folders, records, and what tells that something changed."""
