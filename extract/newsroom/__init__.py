"""The bundled newsroom: small publishers served on loopback, the default in place of the open web.

`publishers.yml`, `articles/` and `layouts/` are its data; `content` reads them, `site` renders them,
`server` serves them, `process` runs it beside another program. How articles are read belongs in the
rest of `extract`, which treats these publishers like any other.
"""
