import { createRequire } from "node:module";
import { renderAsync } from "@resvg/resvg-js";
import { byteCache } from "#app/web/byte-cache.ts";
import type { Xml } from "#app/web/xml.ts";

const require = createRequire(import.meta.url);

// PT Serif has all of Kazakh's letters. No font of the machine is looked for: the same picture everywhere.
const font = {
	loadSystemFonts: false,
	fontFiles: [
		require.resolve("@expo-google-fonts/pt-serif/400Regular/PTSerif_400Regular.ttf"),
		require.resolve("@expo-google-fonts/pt-serif/700Bold/PTSerif_700Bold.ttf"),
	],
	defaultFontFamily: "PT Serif",
};

const drawn = byteCache(8 * 1024 * 1024);
const underWay = new Map<string, Promise<Buffer>>();

/**
 * Draws an SVG as PNG at its own size, off the thread that answers requests, and once: a card outlives the changes that
 * end its page, and drawing one takes longer than making ten pages.
 */
export async function pngOf({ text }: Xml): Promise<Buffer> {
	const found = drawn.get(text);
	if (found) return found;
	const drawing = underWay.get(text) ?? draw(text).finally(() => underWay.delete(text));
	underWay.set(text, drawing);
	return drawing;
}

async function draw(svg: string): Promise<Buffer> {
	const png = (await renderAsync(svg, { font })).asPng();
	drawn.set(svg, png);
	return png;
}
