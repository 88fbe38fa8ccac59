"""Makes a set of files from frozen inputs, only what is stale, and swaps them in whole.

It knows nothing of news: targets, groups, records and trees only.
"""
