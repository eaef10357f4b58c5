import { SaxesParser } from "saxes";

/** An element of an XML document. */
export interface Element {
	/** As it is written, prefix and all. */
	name: string;
	attributes: Record<string, string>;
	children: Element[];
	/** Its own text and that of what is in it. */
	text: string;
}

/** Reads XML 1.0 with namespaces as strictly as the standards ask. @throws what is not well-formed */
export function parseXml(document: string): Element {
	const root: Element = { name: "", attributes: {}, children: [], text: "" };
	const open = [root];
	const parser = new SaxesParser({ xmlns: true });
	parser.on("error", (error) => {
		throw error;
	});
	parser.on("opentag", ({ name, attributes }) => {
		const values = Object.entries(attributes).map(([key, { value }]) => [key, value]);
		const element = { name, attributes: Object.fromEntries(values), children: [], text: "" };
		open.at(-1)?.children.push(element);
		open.push(element);
	});
	parser.on("text", (text) => {
		for (const element of open) element.text += text;
	});
	parser.on("closetag", () => void open.pop());
	parser.write(document).close();
	const [top] = root.children;
	if (!top) throw new Error("no element");
	return top;
}

/** The elements of a name directly in another. */
export const within = (element: Element, name: string) => element.children.filter((child) => child.name === name);
