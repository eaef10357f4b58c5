import { strToU8, zipSync } from "fflate";
import { type Xml, xml } from "#app/web/xml.ts";

/** A paragraph of a document: a title, a heading, running text, or one point of a numbered list. */
export interface Paragraph {
	style: "title" | "heading" | "text" | "point";
	text: string;
	/** Its number, of a point. */
	number?: number;
}

const namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const packages = "http://schemas.openxmlformats.org/package/2006";
const word = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/** The type of a .docx (IANA). */
export const docxType = `${word}.document`;

/**
 * A document of plain paragraphs as Office Open XML (ECMA-376, part 1, WordprocessingML): the fewest parts that word processors
 * open. The same words give the same bytes, as the package's times are all the first that ZIP knows.
 * @param language of its words, as BCP 47 has it
 */
export function docxOf(paragraphs: readonly Paragraph[], language: string): Uint8Array<ArrayBuffer> {
	const parts = {
		"[Content_Types].xml": contentTypes,
		"_rels/.rels": relation("officeDocument", "word/document.xml"),
		"word/document.xml": documentOf(paragraphs),
		"word/_rels/document.xml.rels": relation("styles", "styles.xml"),
		"word/styles.xml": stylesOf(language),
	};
	const files = Object.fromEntries(
		Object.entries(parts).map(([path, part]) => [path, strToU8(declaration + part.text)]),
	);
	// Local time: a ZIP knows no zone, and 1980 begins in all of them with this very clock.
	return zipSync(files, { mtime: new Date(1980, 0, 1), level: 6 });
}

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

const contentTypes = xml`<Types xmlns="${`${packages}/content-types`}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${`${word}.document.main+xml`}"/><Override PartName="/word/styles.xml" ContentType="${`${word}.styles+xml`}"/></Types>`;

function relation(type: string, target: string): Xml {
	const kind = `http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}`;
	return xml`<Relationships xmlns="${`${packages}/relationships`}"><Relationship Id="rId1" Type="${kind}" Target="${target}"/></Relationships>`;
}

function documentOf(paragraphs: readonly Paragraph[]): Xml {
	// A4 with margins of 2.5 cm, in twentieths of a point.
	return xml`<w:document xmlns:w="${namespace}"><w:body>${paragraphs.map(paragraphOf)}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1417" w:right="1417" w:bottom="1417" w:left="1417" w:header="708" w:footer="708" w:gutter="0"/></w:sectPr></w:body></w:document>`;
}

const styleIds = { title: "Title", heading: "Heading1", text: "Normal", point: "ListNumber" } as const;

function paragraphOf({ style, text, number }: Paragraph): Xml {
	const mark = number === undefined ? [] : [xml`<w:r><w:t>${`${number}.`}</w:t></w:r><w:r><w:tab/></w:r>`];
	const lines = text.split("\n").map((line, i) => {
		const broken = i > 0 ? [xml`<w:br/>`] : [];
		return xml`<w:r>${broken}<w:t xml:space="preserve">${line}</w:t></w:r>`;
	});
	return xml`<w:p><w:pPr><w:pStyle w:val="${styleIds[style]}"/></w:pPr>${mark}${lines}</w:p>`;
}

function stylesOf(language: string): Xml {
	const paragraph = (id: string, name: string, properties: Xml, letters: Xml) =>
		xml`<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>${properties}</w:pPr><w:rPr>${letters}</w:rPr></w:style>`;
	return xml`<w:styles xmlns:w="${namespace}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="Times New Roman" w:cs="Times New Roman"/><w:sz w:val="24"/><w:lang w:val="${language}"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="160" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>${[
		paragraph("Title", "Title", xml`<w:spacing w:after="240"/>`, xml`<w:b/><w:sz w:val="32"/>`),
		paragraph(
			"Heading1",
			"heading 1",
			xml`<w:keepNext/><w:spacing w:before="240"/><w:outlineLvl w:val="0"/>`,
			xml`<w:b/>`,
		),
		paragraph(
			"ListNumber",
			"List Number",
			xml`<w:tabs><w:tab w:val="left" w:pos="567"/></w:tabs><w:ind w:left="567" w:hanging="567"/>`,
			xml``,
		),
	]}</w:styles>`;
}
