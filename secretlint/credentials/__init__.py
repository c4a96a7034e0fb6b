"""Is this text a credential?"""
