import { createCanvas } from "@napi-rs/canvas";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import { describe, expect, test } from "vitest";
import { pdfDocument } from "#app/pdf/document.server.ts";

/** What a page is drawn at, in pixels a point. */
const SCALE = 3;
const SIZE = 24;
const names = ["Қазақша Әсел", "Пример Русский", "مثال العربية", "示例 中文", "ქართული", "Zoë 😀"];

interface Picture {
	width: number;
	height: number;
	/** Whether a pixel is dark. */
	ink(x: number, y: number): boolean;
	png(): Buffer;
}

/** A page with one line on each of the places, as a viewer draws it. */
async function drawn(lines: readonly string[]): Promise<Picture> {
	const made = pdfDocument({ title: "A sample", language: "en", day: "2026-12-16" });
	made.page((page) => {
		for (const [i, line] of lines.entries()) page.text(line, { x: 50, y: baseOf(i), size: SIZE });
	});
	made.end();
	const pdf = await getDocument({ data: new Uint8Array(made.take()), verbosity: 0 }).promise;
	const page = await pdf.getPage(1);
	const viewport = page.getViewport({ scale: SCALE });
	const [width, height] = [Math.ceil(viewport.width), Math.ceil(viewport.height)];
	const canvas = createCanvas(width, height);
	const context = canvas.getContext("2d");
	await page.render({ canvas: null, canvasContext: context as unknown as CanvasRenderingContext2D, viewport }).promise;
	await pdf.loadingTask.destroy();
	const { data } = context.getImageData(0, 0, width, height);
	const ink = (x: number, y: number) => (data[4 * (y * width + x)] ?? 255) < 128;
	return { width, height, ink, png: () => canvas.toBuffer("image/png") };
}

const baseOf = (i: number) => 760 - 60 * i;

/** The dark pixels of one line's band, each as its place in it. */
function bandOf({ width, height, ink }: Picture, i: number): string[] {
	const top = height - Math.round((baseOf(i) + SIZE * 1.1) * SCALE);
	const found: string[] = [];
	for (let y = 0; y < SIZE * 1.6 * SCALE; y++)
		for (let x = 0; x < width; x++) if (ink(x, top + y)) found.push(`${x} ${y}`);
	return found;
}

describe("a page as it is drawn", () => {
	test("has ink where each name stands, a shape of its own for each", async () => {
		const picture = await drawn(names);
		const shapes = names.map((_, i) => bandOf(picture, i).join());
		for (const [i, name] of names.entries()) expect(bandOf(picture, i).length, name).toBeGreaterThan(200);
		expect(new Set(shapes).size).toBe(names.length);
	});

	test("has no letter that is drawn like the one which a font lacks", async () => {
		const letters = [...new Set(names.join("").replaceAll(" ", ""))];
		for (let at = 0; at < letters.length; at += 12) {
			const some = letters.slice(at, at + 12);
			const picture = await drawn(some);
			for (const [i, letter] of some.entries()) {
				const band = bandOf(picture, i);
				expect(band.length, letter).toBeGreaterThan(20);
				expect(isHollowBox(band), letter).toBe(false);
			}
		}
	});

	test("a box is told from a letter", () => {
		const box: string[] = [];
		for (let x = 0; x < 30; x++)
			for (let y = 0; y < 50; y++) if (x < 4 || x > 25 || y < 4 || y > 45) box.push(`${x} ${y}`);
		expect(isHollowBox(box)).toBe(true);
	});

	test("Arabic letters touch: the name has fewer pieces than letters", async () => {
		const picture = await drawn(["محمد", "م ح م د"]);
		const [joined, apart] = [columnsApart(bandOf(picture, 0)), columnsApart(bandOf(picture, 1))];
		expect(joined).toBeLessThan(apart);
		expect(apart).toBe(4);
	});
});

/** Whether ink is a frame and nothing within, which is how fonts draw what they lack. */
function isHollowBox(band: readonly string[]): boolean {
	const points = band.map((point) => point.split(" ").map(Number) as [number, number]);
	const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
	const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
	const held = new Set(band);
	const whole = (along: number, to: number, at: (n: number) => string) => {
		for (let n = along; n <= to; n++) if (!held.has(at(n))) return false;
		return true;
	};
	return (
		whole(left, right, (x) => `${x} ${top}`) &&
		whole(left, right, (x) => `${x} ${bottom}`) &&
		whole(top, bottom, (y) => `${left} ${y}`) &&
		whole(top, bottom, (y) => `${right} ${y}`)
	);
}

/** Groups of ink with nothing above or below between them. */
function columnsApart(band: readonly string[]): number {
	const columns = new Set(band.map((point) => Number(point.split(" ")[0])));
	return [...columns].filter((x) => !columns.has(x - 1)).length;
}
