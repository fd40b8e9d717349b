// Bundled for the worker that unpacks (live/unpacker.js): calculators/publish/packing.py the other way round.
import { ZSTDDecoder } from "zstddec";

/** @typedef {{from: number, at: number, bytes: number}} Shared   where a stretch stands in the machine code and in the snapshot */

const decoder = new ZSTDDecoder();

/** @param {ArrayBuffer | Uint8Array} packed @returns {Promise<Uint8Array>} */
export async function unpack(packed) {
  await decoder.init();
  return decoder.decode(new Uint8Array(packed));
}

/** The machine code's own data. @param {Uint8Array} code @param {Shared} shared */
export function data(code, { from, bytes }) {
  return code.slice(from, from + bytes);
}

/**
 * The snapshot holds that data almost unchanged, so only the difference was packed.
 * @param {Uint8Array} snapshot @param {Uint8Array} data @param {Shared} shared
 */
export function restore(snapshot, data, { at, bytes }) {
  const whole = bytes >> 2;
  const words = new Uint32Array(data.buffer, 0, whole);
  const target = new Uint32Array(snapshot.buffer, at, whole);
  for (let word = 0; word < whole; word++) target[word] ^= words[word];
  for (let byte = whole * 4; byte < bytes; byte++) snapshot[at + byte] ^= data[byte];
  return snapshot;
}
