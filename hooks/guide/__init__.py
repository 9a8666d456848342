"""The guide: data and prose in, pages out. Nothing here knows of MkDocs."""
