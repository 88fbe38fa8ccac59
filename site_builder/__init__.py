"""A portal builder for public news on administrative reform (CCHC).

Start reading at `build.py`: it lists every file that the site has.
"""

__version__ = "0.1.0"
