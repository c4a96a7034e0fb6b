"""The notation of rule tests: Markdown with code whose comments say what must be found.

    # A heading names the case
    ```python
    password = "Harbour-9fK2mQ71"  # error: 12 [SL102] "`password` is a hard-coded credential"
    ```

`# error:`, `# warning:` and `# note:` expect a finding of that severity on their line; its column, its code in
brackets and its message in quotes may each be left out, but a finding without a comment fails the case. `# step:`
expects a place of a trace. These comments are taken out before the code is checked. Several files of one case stand
under their paths in bold (**`flows/load.py`**). A `toml` block holds settings for its section and those below.
`python fixed` is what the fixes make of the block before it. `{fake:github-token}` becomes a token-shaped text that
no file of the repository holds (`tests/fakes.py`).
"""
