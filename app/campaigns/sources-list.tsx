import type { Translate } from "#app/i18n/translate.ts";
import type { Source } from "./campaign.server.ts";

/** The sources of a page by their numbers; those with an address as links. */
export function SourcesList({ t, sources }: { t: Translate; sources: readonly Source[] }) {
	return (
		<section className="part" aria-labelledby="sources">
			<h2 id="sources">{t("campaign.sources")}</h2>
			<ol className="sources">
				{sources.map(({ id, position, cite, published, url, language }) => (
					<li key={id} id={`source-${position}`} value={position}>
						<span lang={language}>
							{cite}, {published}
						</span>
						{url && (
							<>
								{". "}
								<a href={url} rel="noreferrer">
									{url.replace("https://", "")}
								</a>
							</>
						)}
					</li>
				))}
			</ol>
		</section>
	);
}
