import { pdfFonts } from "./fonts.server.ts";
import { pdfObjects, type Reference, textString } from "./objects.ts";
import { type Shaped, shapeLine } from "./shape.server.ts";
import { drawLine } from "./text.ts";

/** A4, in points. */
export const PAGE = { width: 595, height: 842, margin: 50 } as const;
/** What a line has between its margins. */
export const LINE = PAGE.width - 2 * PAGE.margin;

/** A page that is being drawn. Measures in points from the left and from the bottom. */
export interface Page {
	/** @param within what it is made smaller to fit into, never cut */
	text(text: string, at: { x: number; y: number; size: number; within?: number; align?: "right" }): void;
	/** A hair line across. */
	rule(y: number): void;
}

/** A PDF of pages, written one after the other. */
export interface Document {
	page(draw: (page: Page) => void): void;
	/** Writes the fonts and the end. */
	end(): void;
	/** What was written since it was last asked. */
	take(): Buffer;
}

/**
 * Begins a document.
 * @param day the day that it bears, as 2026-12-16: the file has no other clock
 */
export function pdfDocument({ title, language, day }: { title: string; language: string; day: string }): Document {
	const objects = pdfObjects();
	const fonts = pdfFonts();
	const [tree, resources] = [objects.reserve(), objects.reserve()];
	const pages: Reference[] = [];
	return {
		page(draw) {
			let operators = "";
			const page: Page = {
				text(text, { x, y, size, within = LINE, align }) {
					const line = shapeLine(text);
					fonts.use(line);
					const fitting = fitted(line, size, within);
					const left = align === "right" ? x + within - (line.width * fitting) / 1000 : x;
					operators += drawLine(line, left, y, fitting);
				},
				rule(y) {
					operators += `0.8 G 0.4 w ${PAGE.margin} ${y} m ${PAGE.width - PAGE.margin} ${y} l S\n`;
				},
			};
			draw(page);
			const contents = objects.addStream(Buffer.from(operators, "latin1"));
			pages.push(
				objects.add(
					`<< /Type /Page /Parent ${tree} 0 R /MediaBox [0 0 ${PAGE.width} ${PAGE.height}] /Resources ${resources} 0 R ` +
						`/Contents ${contents} 0 R >>`,
				),
			);
		},
		end() {
			objects.add(`<< /Font << ${fonts.write(objects)} >> >>`, resources);
			objects.add(
				`<< /Type /Pages /Kids [${pages.map((page) => `${page} 0 R`).join(" ")}] /Count ${pages.length} >>`,
				tree,
			);
			const root = objects.add(
				`<< /Type /Catalog /Pages ${tree} 0 R /Lang (${language}) /ViewerPreferences << /DisplayDocTitle true >> >>`,
			);
			const info = objects.add(
				`<< /Title ${textString(title)} /Producer (Yntymaq) /CreationDate (D:${day.replaceAll("-", "")}000000Z) >>`,
			);
			objects.end(root, info);
		},
		take: () => objects.take(),
	};
}

function fitted({ width }: Shaped, size: number, within: number): number {
	return Math.min(size, (within * 1000) / Math.max(width, 1));
}
