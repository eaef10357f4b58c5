import { Fragment } from "react";
import { type Locale, translator } from "#app/i18n/translate.ts";

interface SheetsProps {
	locale: Locale;
	demonstration: boolean;
	/** What is printed: a poster fills a page of A4, two leaflets share one, signatures are collected on the third. */
	form: "poster" | "leaflet" | "signatures";
	title: string;
	/** Where the way back above it leads. */
	back: { href: string; text: string };
	children: React.ReactNode;
}

/** Sheets to print. On the screen there is a way back above them; on paper nothing but the sheets. */
export function Sheets({ locale, demonstration, form, title, back, children }: SheetsProps) {
	const t = translator(locale);
	return (
		<main className={`sheets ${form}`} lang={locale}>
			<p className="back">
				<a href={back.href}>{back.text}</a>
			</p>
			<h1>{title}</h1>
			{demonstration && <p className="demonstration">{t("shell.demonstration")}</p>}
			{children}
		</main>
	);
}

/** How often the same stands on a page of A4. */
export const copies = { poster: ["whole"], leaflet: ["upper", "lower"] } as const;

/** A sheet that is passed on; undefined for what is none. */
export function printedForm(name: string | undefined): keyof typeof copies | undefined {
	return name === "poster" || name === "leaflet" ? name : undefined;
}

interface SheetWayProps {
	locale: Locale;
	/** The picture of the code. */
	code: string;
	/** What scanning it is good for. */
	scan: string;
	/** Where the code leads, as people type it. */
	address: string;
}

/** Where a telephone or a hand finds what a sheet is about. */
export function SheetWay({ locale, code, scan, address }: SheetWayProps) {
	return (
		<div className="sheet-way">
			<img src={code} alt={translator(locale)("share.qr")} width="200" height="200" />
			<p>
				<strong>{scan}</strong>
				<br />
				<TypedAddress address={address} />
			</p>
		</div>
	);
}

/** An address as people type it, without its scheme; where a line ends it breaks before a slash. */
function TypedAddress({ address }: { address: string }) {
	const [host, ...path] = address.replace(/^https?:\/\//, "").split("/");
	return (
		<>
			{host}
			{path.map((segment) => (
				<Fragment key={segment}>
					<wbr />/{segment}
				</Fragment>
			))}
		</>
	);
}
