// Make the image of a started Python, under Node: start_image.mjs FOLDER TABLE AS_OF
// FOLDER holds engine_start.js, runtime/, site-packages.zip, ruleset.plan.json and the table.
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const [folder, table, asOf] = process.argv.slice(2);
const { fromFiles, put } = await import(pathToFileURL(`${folder}/engine_start.js`));
const read = (name) => new Uint8Array(readFileSync(`${folder}/${name}`));
const python = await fromFiles(`${folder}/runtime/`, { _makeSnapshot: true, env: { PYTHONHASHSEED: "0" } });
put(python, read("site-packages.zip"));
python.FS.mkdirTree("/warm");
for (const name of ["ruleset.plan.json", table]) { python.FS.writeFile(`/warm/${name}`, read(name)); }
python.runPython(`from targetcheck.web.first_evaluation import evaluate_once; evaluate_once("/warm", "${table}", "${asOf}")`);
if (python.runPython("import sys; 'pydantic_core' in sys.modules")) { throw new Error("a compiled part is loaded: its code is no memory"); }

// What is free is filled with zeros, which pack to nothing.
const module = python._module, end = module.HEAP8.length, taken = [];
for (let size = 1 << 20; size >= 64; size >>= 1) {
  for (let at = module._malloc(size); ; at = module._malloc(size)) {
    taken.push(at);
    if (module.HEAP8.length > end || at + size > end) { break; }
    module.HEAP8.fill(0, at, at + size);
  }
}
taken.forEach((at) => module._free(at));
writeFileSync(`${folder}/start.image`, gzipSync(python.makeMemorySnapshot(), { level: 9 }));
