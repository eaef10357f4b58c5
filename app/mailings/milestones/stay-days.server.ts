/** How long addresses for updates outlive their campaign, in days. */
export const stayDays = {
	/** From its end until everybody is asked whether to stay: the hand-in and the closing report come before. */
	untilAsked: 90,
	/** From the question until who has not answered is deleted. */
	silence: 30,
	/** Beyond the next anniversary, for who stays. */
	afterAnniversary: 60,
} as const;
