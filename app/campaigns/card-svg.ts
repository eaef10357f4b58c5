import { cardSize } from "#app/ui/card-address.ts";
import { markPath } from "#app/ui/mark.tsx";
import { type Xml, xml } from "#app/web/xml.ts";

/** The words on the picture that a messenger shows of a page. */
export interface CardWords {
	heading: string;
	line: string;
}

const margin = 90;
const room = cardSize.width - 2 * margin;
/** Where the line below the heading stands. */
const below = 530;
/** Sizes of type for the heading, the largest that fits first, and how many lines of it do. */
const sizes = [
	[104, 1],
	[84, 2],
	[64, 3],
	[48, 4],
] as const;

/** The picture of a page as SVG: the mark, what the page is called, one line, the site's name. */
export function cardSvg({ heading, line }: CardWords): Xml {
	const { size, lines } = layOut(heading);
	const top = below - 80 - (lines.length - 1) * size * 1.15;
	return xml`<svg xmlns="http://www.w3.org/2000/svg" width="${cardSize.width}" height="${cardSize.height}">
<rect width="100%" height="100%" fill="#faf7ef"/>
<rect width="100%" height="14" fill="#0b4f55"/>
<path transform="translate(${margin - 4} 96) scale(4)" d="${markPath}" fill="#0b4f55"/>
<g font-family="PT Serif">
<g font-weight="700" font-size="${size}" fill="#17201e">
${lines.map((text, i) => xml`<text x="${margin}" y="${top + i * size * 1.15}">${text}</text>\n`)}</g>
<text x="${margin}" y="${below}" font-size="36" fill="#4a534f">${line}</text>
<text x="${cardSize.width - margin}" y="190" text-anchor="end" font-size="32" fill="#4a534f">Yntymaq</text>
</g>
</svg>`;
}

/** The heading in lines, at the largest size at which they fit; a very long one ends in an ellipsis. */
function layOut(heading: string): { size: number; lines: string[] } {
	for (const [size, most] of sizes) {
		const lines = wrap(heading, room / size);
		if (lines.length <= most && lines.every((line) => widthOf(line) <= room / size)) return { size, lines };
	}
	const [size, most] = sizes[3];
	const lines = wrap(heading, room / size).slice(0, most);
	return { size, lines: lines.map((line, i) => (i === most - 1 ? `${line.slice(0, 20)} …` : line.slice(0, 40))) };
}

/** @param longest in ems */
function wrap(text: string, longest: number): string[] {
	const lines: string[] = [];
	// A day stays with its month.
	for (const word of text.split(/(?<!\d)\s+|(?<=\d)\s+(?!\p{L})/u)) {
		const longer = `${lines.at(-1)} ${word}`;
		if (lines.length > 0 && widthOf(longer) <= longest) lines[lines.length - 1] = longer;
		else lines.push(word);
	}
	return lines;
}

/** The width of a text in PT Serif Bold in ems, taken wide: what is narrow in a word makes up for what is wider. */
function widthOf(text: string): number {
	let width = 0;
	for (const letter of text) {
		if (/[ЖШЩЮФЫWM@—…%]/.test(letter)) width += 1.15;
		else if (/[жшщюфымwm]/.test(letter) || /\p{Lu}/u.test(letter)) width += 0.9;
		else width += 0.6;
	}
	return width;
}
