/** Hours within which what comes first is answered: a family's request, a danger (app/site/words, `report` and `contact`). */
export const urgentHours = 48;
