import { encode } from "uqr";
import { type Xml, xml } from "#app/web/xml.ts";

/**
 * An address as a QR code (ISO/IEC 18004): error correction M, so that a crease does no harm, black on white in any
 * colour scheme, four modules of quiet zone. Its title is the address itself, which needs no language.
 * @param address plain ASCII
 * @returns SVG; one unit is one module
 */
export function qrSvg(address: string): Xml {
	const { data, size } = encode(address, { ecc: "M", border: 4 });
	const modules = data.map((row, y) =>
		runs(row)
			.map(([x, length]) => `M${x} ${y}h${length}v1h-${length}z`)
			.join(""),
	);
	return xml`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="${size * 8}" height="${size * 8}" shape-rendering="crispEdges" role="img"><title>${address}</title>
<path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${modules.join("")}"/></svg>
`;
}

/** Where dark modules stand side by side in a row: the first and how many. */
function runs(row: readonly boolean[]): [x: number, length: number][] {
	const found: [number, number][] = [];
	row.forEach((dark, x) => {
		const last = found.at(-1);
		if (!dark) return;
		if (last && last[0] + last[1] === x) last[1]++;
		else found.push([x, 1]);
	});
	return found;
}
