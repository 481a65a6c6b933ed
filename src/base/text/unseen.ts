/** Characters that cannot be seen, as ids and addresses are read without them. */

/**
 * Controls and formats, what Unicode lets a font leave out (fillers, joiners, variation selectors), and the empty pattern of Braille. White
 * space is not among them: it parts words.
 */
export const unseen = /(?!\s)[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]|\ufeff/gu;
