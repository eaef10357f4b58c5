import { encode } from "uqr";
import { type Xml, xml } from "./xml.ts";

/** A QR code as it is drawn: one unit is one module. */
export interface QrDrawing {
	size: number;
	/** The dark modules, as the `d` of an SVG path. */
	path: string;
}

/**
 * An address as a QR code (ISO/IEC 18004): error correction M, so that a crease does no harm, four modules of quiet zone.
 * @param address plain ASCII
 */
export function qrDrawing(address: string): QrDrawing {
	const { data, size } = encode(address, { ecc: "M", border: 4 });
	const modules = data.flatMap((row, y) => runs(row).map(([x, length]) => `M${x} ${y}h${length}v1h-${length}z`));
	return { size, path: modules.join("") };
}

/** The same as a picture of its own, black on white in any colour scheme; its title is the address, which needs no language. */
export function qrSvg(address: string): Xml {
	const { size, path } = qrDrawing(address);
	return xml`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="${size * 8}" height="${size * 8}" shape-rendering="crispEdges" role="img"><title>${address}</title>
<path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${path}"/></svg>
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
