import type { Translate } from "#app/i18n/translate.ts";
import type { Flag } from "#app/moderation/flags.ts";

/** What a filter has found, in words; nothing where it has found nothing. */
export function Flags({ t, flags }: { t: Translate; flags: readonly Flag[] }) {
	if (flags.length === 0) return null;
	return (
		<p className="flags">
			{t("organise.flags")}: {flags.map((flag) => t(`organise.flag.${flag}`)).join(", ")}
		</p>
	);
}
