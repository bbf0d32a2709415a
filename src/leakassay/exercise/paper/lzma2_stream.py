"""LZMA2 in blocks: what shrinks is compressed at the fastest preset, what does not is stored in the same stream."""

import lzma
import struct
import zlib

BLOCK_BYTES = 1 << 20
"""Bytes judged and packed at once; each block stands alone, so memory stays bounded whatever passes through."""

DICTIONARY = 12
"""The property byte of the decoder: 256 KiB, the dictionary of preset 0."""

_FILTER = {"id": lzma.FILTER_LZMA2, "preset": 0}
_STORED_CHUNK = 1 << 16
_SAMPLES, _SAMPLE_BYTES = 8, 4096
_HARDLY = 0.92
"""A sample that deflate leaves above this share is a scan or an archive: LZMA would spend a second per 8 MB on it."""


class Lzma2Stream:
    """Packs bytes that come in pieces; the end marker comes with `flush`."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def compress(self, data: bytes) -> bytes:
        """Returns the packed bytes of the blocks that are full now."""
        self._waiting += data
        if len(self._waiting) < BLOCK_BYTES:
            return b""
        whole = len(self._waiting) // BLOCK_BYTES * BLOCK_BYTES
        with memoryview(self._waiting) as view:
            blocks = [_block(bytes(view[at : at + BLOCK_BYTES])) for at in range(0, whole, BLOCK_BYTES)]
        del self._waiting[:whole]
        return b"".join(blocks)

    def flush(self) -> bytes:
        """Returns the rest and the end marker."""
        rest = _block(bytes(self._waiting)) if self._waiting else b""
        self._waiting.clear()
        return rest + b"\0"


def _block(data: bytes) -> bytes:
    if _is_dense(data):
        return _stored(data)
    squeezer = lzma.LZMACompressor(lzma.FORMAT_RAW, filters=[_FILTER])
    packed = squeezer.compress(data) + squeezer.flush()
    # without its end marker, and beginning with a reset of the dictionary: blocks can follow one another
    return packed[:-1]


def _is_dense(data: bytes) -> bool:
    step = max(_SAMPLE_BYTES, len(data) // _SAMPLES)
    sample = b"".join(data[at : at + _SAMPLE_BYTES] for at in range(0, len(data), step))
    return len(zlib.compress(sample, 1)) > _HARDLY * len(sample)


def _stored(data: bytes) -> bytes:
    chunks = []
    for at in range(0, len(data), _STORED_CHUNK):
        piece = data[at : at + _STORED_CHUNK]
        # 1: uncompressed with a new dictionary, 2: uncompressed
        chunks.append(struct.pack(">BH", 2 if at else 1, len(piece) - 1) + piece)
    return b"".join(chunks)
