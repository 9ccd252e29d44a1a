// The start of Python: from the image of a memory in which it has started already, else from its files.
import { loadPyodide } from "./runtime/pyodide.mjs";
import makeModule from "./runtime/pyodide.asm.mjs";

const SITE = "/lib/python3.14/site-packages";

// What was packed with gzip, as it was; a server that unpacks by itself has done so already.
export async function unpacked(answer) {
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) { return bytes; }
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

export function put(python, archive) {
  python.unpackArchive(archive, "zip", { extractDir: SITE });
  python.runPython("import importlib; importlib.invalidate_caches()");
}

export function fromFiles(indexURL, settings = {}) {
  return loadPyodide({ indexURL, createPyodideModule: makeModule, ...settings });
}

// The image holds Python, targetcheck and what its first evaluation loads. Files are no part of it.
export function fromImage(indexURL, image) {
  return fromFiles(indexURL, {
    _loadSnapshot: image,
    createPyodideModule: async (settings) => {
      const [module, bytes] = [await makeModule(settings), await image];
      const memory = bytes.length - new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true);
      if (memory > module.HEAP8.length) { module.growMemory(memory); }
      return module;
    },
  });
}
