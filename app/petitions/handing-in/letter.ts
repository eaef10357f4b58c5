import MarkdownIt from "markdown-it";
import { countryName, formatDay } from "#app/i18n/format.ts";
import { type Locale, translator } from "#app/i18n/translate.ts";
import type { Paragraph } from "#app/pdf/letter.server.ts";
import type { Handin, LetterText } from "./handin.server.ts";
import type { Survey } from "./rows.server.ts";

const markdown = new MarkdownIt({ html: false });

/** The letter that lies on a list, in one language: the petition's own words, and what the numbers are. */
export function letterOf(
	handin: Handin,
	{ people, withdrawn, lines, linesHeld }: Survey,
	text: LetterText,
	locale: Locale,
	sheets: number,
): Paragraph[] {
	const t = translator(locale);
	const { signatures, organisations, represented, paper, bodies } = handin;
	const others = signatures - people - withdrawn;
	const plain = (words: string): Paragraph => ({ text: words, kind: "text" });
	const sentences = [
		t("handin.letter.signed", { signatures }),
		t("handin.letter.named", { people, sheets }),
		t("handin.letter.others", { others }),
		withdrawn > 0 ? t("handin.letter.withdrawn", { withdrawn }) : "",
		paper > 0 ? t("handin.letter.paper", { paper }) : "",
		lines > 0 ? t("handin.letter.lines", { lines }) : "",
		linesHeld > 0 ? t("handin.letter.lines-held", { lines: linesHeld }) : "",
		t("handin.letter.alone"),
	];
	return [
		plain(t("handin.letter.to", { addressee: text.addressee })),
		plain(formatDay(handin.frozenOn, locale)),
		{ text: text.title, kind: "title" },
		plain(text.summary),
		...paragraphsOf(text.body),
		{ text: t("handin.letter.who"), kind: "heading" },
		...sentences.filter((words) => words !== "").map(plain),
		...(organisations > 0 ? [plain(t("handin.letter.organisations", { organisations, represented }))] : []),
		...bodies.map(({ name, country, members }): Paragraph => {
			const called = name ?? t("handin.letter.withheld");
			const where = country === null || country === "ZZ" ? "" : `, ${countryName(country, locale)}`;
			const many = members === null ? "" : `, ${t("handin.letter.members", { members })}`;
			return { text: `– ${called}${where}${many}`, kind: "item" };
		}),
		...[text.sponsor, text.handIn].filter((words) => words.trim() !== "").map(plain),
	];
}

/** Markdown as paragraphs of plain text; lists keep their numbers. */
function paragraphsOf(source: string): Paragraph[] {
	const paragraphs: Paragraph[] = [];
	const lists: (number | null)[] = [];
	let heading = false;
	let mark = "";
	for (const token of markdown.parse(source, {})) {
		if (token.type === "ordered_list_open") lists.push(Number(token.attrGet("start") ?? 1));
		else if (token.type === "bullet_list_open") lists.push(null);
		else if (token.type.endsWith("_list_close")) lists.pop();
		else if (token.type === "heading_open") heading = true;
		else if (token.type === "heading_close") heading = false;
		else if (token.type === "list_item_open") {
			const number = lists.at(-1);
			mark = number === null || number === undefined ? "– " : `${number}. `;
			if (typeof number === "number") lists[lists.length - 1] = number + 1;
		} else if (token.type === "inline") {
			const text = (token.children ?? []).map(({ type, content }) => (type.endsWith("break") ? " " : content)).join("");
			paragraphs.push({ text: mark + text, kind: heading ? "heading" : lists.length > 0 ? "item" : "text" });
			mark = "";
		}
	}
	return paragraphs;
}
