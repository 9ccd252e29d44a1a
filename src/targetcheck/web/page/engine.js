// The page's side of the worker: questions go out, answers and progress come back.

export class Findings extends Error {
  constructor(findings) {
    super(findings.map((f) => f.text).join("\n"));
    this.findings = findings;
  }
}

export class Engine {
  constructor(progress, image) {
    // A worker started from a blob is under the same content security policy as the page.
    const address = new URL("worker.js", import.meta.url).href;
    const blob = new Blob([`import ${JSON.stringify(address)};`], { type: "text/javascript" });
    this.waiting = new Map();
    this.next = 1;
    this.progress = progress;
    this.busy = 0;
    this.worker = new Worker(URL.createObjectURL(blob), { type: "module" });
    this.worker.onmessage = ({ data }) => this.heard(data);
    this.worker.onerror = (event) => this.failed(event.message || "worker");
    this.ready = this.send({ action: "start", image });
  }

  heard(data) {
    if (data.loaded !== undefined || data.stage) { this.progress(data); return; }
    const { resolve, reject } = this.waiting.get(data.id);
    this.waiting.delete(data.id);
    if (data.error === undefined) { resolve(data.ok); } else { reject(new Error(data.error)); }
  }

  failed(message) {
    for (const { reject } of this.waiting.values()) { reject(new Error(message)); }
    this.waiting.clear();
  }

  send(message, transfer = []) {
    const id = this.next++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage({ ...message, id }, transfer);
    });
  }

  async ask(name, args, lang) {
    const answer = JSON.parse(await this.send({ action: "ask", name, args, lang }));
    if (answer.findings) { throw new Findings(answer.findings); }
    return answer.ok;
  }

  file(path, bytes) { return this.send({ action: "file", path, bytes }); }
  forget(path) { return this.send({ action: "forget", path }); }
  bundled(address, path) { return this.send({ action: "bundled", address, path }); }
  command(argv, output) { return this.send({ action: "command", argv, output }); }
  held(address) { return this.send({ action: "held", address }); }
  drawing() { return this.send({ action: "drawing" }); }
  warm() { return this.send({ action: "warm" }); }
}
