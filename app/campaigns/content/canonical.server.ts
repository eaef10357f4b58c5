import { Document, isMap, isScalar, isSeq, type Node, parse, Scalar, visit } from "yaml";

const WIDTH = 120;
const word = /^[a-z][a-z0-9-]*$|^\d{4}-\d\d-\d\d$|^https:\/\/\S+$/;

/**
 * A value as YAML 1.2 in the one form that content files have: the same value is always the same bytes. Words and days
 * bare, short texts in quotes, long ones folded, those of several lines as they are; lists of words in one line.
 */
export function canonicalYaml(value: object): string {
	const readable = written(value, styleOf);
	// A text that a block cannot hold, such as one that begins with a tab, makes its whole file quoted.
	return same(readable, value) ? readable : written(value, () => Scalar.QUOTE_DOUBLE);
}

/** A Markdown file with front matter, as the reader of content files takes it apart again. */
export function canonicalFile(matter: object, body: string): string {
	return `---\n${canonicalYaml(matter)}---\n${body && `${body}\n`}`;
}

function written(value: object, style: (text: string) => Scalar.Type): string {
	const document = new Document(value, { aliasDuplicateObjects: false });
	visit(document, {
		Scalar(key, node) {
			if (key !== "key" && typeof node.value === "string") node.type = style(node.value);
		},
		Seq(_key, node) {
			node.flow = node.items.every((item) => isScalar(item) && word.test(String(item.value)));
		},
	});
	if (isSeq(document.contents)) spread(document.contents);
	return document.toString({ lineWidth: WIDTH, flowCollectionPadding: false });
}

function styleOf(text: string): Scalar.Type {
	if (word.test(text)) return Scalar.PLAIN;
	if (text.includes("\n")) return Scalar.BLOCK_LITERAL;
	return text.length > 80 ? Scalar.BLOCK_FOLDED : Scalar.QUOTE_DOUBLE;
}

/** A list of records is a list of lines, also where it is empty. */
function spread(list: { items: unknown[]; flow?: boolean }) {
	list.flow = list.items.length === 0;
	for (const item of list.items) if (isMap(item as Node)) (item as { flow?: boolean }).flow = false;
}

function same(text: string, value: object): boolean {
	try {
		return JSON.stringify(parse(text)) === JSON.stringify(value);
	} catch {
		return false;
	}
}
