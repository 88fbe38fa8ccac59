"""Publishing: git in front, servers behind."""
