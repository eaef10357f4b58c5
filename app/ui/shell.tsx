import { type Locale, locales, translator } from "#app/i18n/translate.ts";
import { Mark } from "./mark.tsx";
import { sitePages } from "./site-pages.ts";

interface ShellProps {
	locale: Locale;
	/** The address after the language, to offer the same page in another one; empty for the front page. */
	path: string;
	demonstration: boolean;
	/** The languages that the page is in; all of them where it does not say. */
	languages?: readonly string[];
	/** Leaves out the line about signing and the ways on, for a page that must not tell what its reader did. */
	quiet?: boolean;
	children: React.ReactNode;
}

/** What stands around every public page: skip link, languages by their own names, the demonstration's line. */
export function Shell({ locale, path, demonstration, languages = locales, quiet, children }: ShellProps) {
	const t = translator(locale);
	return (
		<>
			<a className="skip" href="#main">
				{t("shell.skip")}
			</a>
			<header className="site">
				{demonstration && (
					<p className="demonstration">
						{t("shell.demonstration")} <a href="/mailbox">{t("shell.mailbox")}</a>
					</p>
				)}
				<div className="bar">
					<a className="site-name" href={`/${locale}`}>
						<Mark />
						<span>Yntymaq</span>
					</a>
					<nav aria-label={t("shell.languages")}>
						<ul className="languages">
							{locales
								.filter((other) => languages.includes(other))
								.map((other) => (
									<li key={other}>
										<a
											href={`/${other}${path}`}
											lang={other}
											hrefLang={other}
											aria-current={other === locale || undefined}
										>
											{translator(other)("language.name")}
										</a>
									</li>
								))}
						</ul>
					</nav>
				</div>
			</header>
			<main id="main">{children}</main>
			<footer className="site">
				{!quiet && (
					<nav aria-label={t("shell.pages")}>
						<ul className="ways">
							{sitePages.map((page) => (
								<li key={page}>
									<a href={`/${locale}/${page}`}>{t(`page.${page}`)}</a>
								</li>
							))}
							<li>
								<a href={`/${locale}/my`}>{t("my.ask.title")}</a>
							</li>
						</ul>
					</nav>
				)}
				{!quiet && <p>{t("shell.promise")}</p>}
				<p>{t("shell.licence")}</p>
			</footer>
		</>
	);
}
