"""A run over many reports: cut into shards, each written whole, so that it can be stopped, gone on with and grown.

``plan`` cuts what is listed, ``work`` makes the parts of a shard, ``manifest`` says what a shard holds, ``running``
knows the order, ``collect`` makes single files of the parts.
"""
