import { fallbackLocale, type Locale, translator } from "#app/i18n/translate.ts";
import { cardAddress, cardSize } from "./card-address.ts";
import { embeddable } from "./embeddable.ts";

interface FindableProps {
	/** Scheme and host of this site, as others reach it. */
	origin: string;
	locale: Locale;
	/** The address of the page after its language; empty for the front page. */
	path: string;
	/** The languages that the page is in. */
	languages: readonly Locale[];
}

/**
 * What tells search engines and messengers where a page is: its one address (RFC 6596), the same page in each language
 * (HTML `rel=alternate`, BCP 47), how another site shows it (https://oembed.com, §4), and the picture of its card (https://ogp.me). `pageMeta` has its words.
 */
export function Findable({ origin, locale, path, languages }: FindableProps) {
	const address = (of: Locale) => `${origin}/${of}${path}`;
	return (
		<>
			<link rel="canonical" href={address(locale)} />
			{languages.map((of) => (
				<link key={of} rel="alternate" hrefLang={of} href={address(of)} />
			))}
			<link
				rel="alternate"
				hrefLang="x-default"
				href={address(languages.includes(fallbackLocale) ? fallbackLocale : locale)}
			/>
			{embeddable(path) && (
				<link
					rel="alternate"
					type="application/json+oembed"
					href={`${origin}/oembed?${new URLSearchParams({ url: address(locale) })}`}
				/>
			)}
			<meta property="og:site_name" content="Yntymaq" />
			<meta property="og:type" content="website" />
			<meta property="og:url" content={address(locale)} />
			<meta property="og:locale" content={territories[locale]} />
			{languages
				.filter((of) => of !== locale)
				.map((of) => (
					<meta key={of} property="og:locale:alternate" content={territories[of]} />
				))}
			<meta property="og:image" content={`${origin}${cardAddress(locale, path)}`} />
			<meta property="og:image:type" content="image/png" />
			<meta property="og:image:width" content={String(cardSize.width)} />
			<meta property="og:image:height" content={String(cardSize.height)} />
			<meta property="og:image:alt" content={translator(locale)("card.alt")} />
			<meta name="twitter:card" content="summary_large_image" />
		</>
	);
}

/** Open Graph names a language only with a territory. */
const territories: Record<Locale, string> = { en: "en_GB", ru: "ru_RU", kk: "kk_KZ" };
