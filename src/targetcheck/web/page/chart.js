// The chart of an explanation: the specification of the engine as an image with a text.
import { svg } from "./vega_svg.js";

export async function draw(node, chart) {
  const spec = structuredClone(chart.spec);
  const zoom = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
  if (typeof spec.width === "number") { spec.width = Math.max(180, Math.min(spec.width, node.clientWidth / zoom - 90)); }
  const text = await svg(spec, "explanation");
  const parsed = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  parsed.setAttribute("role", "img");
  parsed.setAttribute("aria-label", chart.alt);
  node.replaceChildren(document.importNode(parsed, true));
}
