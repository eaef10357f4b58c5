import { createRequire } from "node:module";
import { renderAsync } from "@resvg/resvg-js";
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

/** Draws an SVG as PNG at its own size, off the thread that answers requests. */
export async function pngOf(svg: Xml): Promise<Buffer> {
	return (await renderAsync(svg.text, { font })).asPng();
}
