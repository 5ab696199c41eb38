/** What residents ask their council, in words that also name services which councils buy systems for. */

const service =
  /\b(?:(?:parking|traffic|penalty) (?:fine|ticket|charge|notice)|pcn|blue badge|(?:resident|visitor)\w* (?:parking )?permit|bin (?:collect\w*|day)|bins? (?:are |is |get |be )?(?:collected|emptied)|missed bin|bulky waste|planning (?:fee|permission|appeal)|loft (?:extension|conversion)|council tax (?:bill|band|do)|(?:how much|my|pay|owe) council tax|housing benefit|council tax (?:support|reduction)|school (?:place|term|admission\w*|holiday)|term date|pothole|library card|birth certificate|death certificate|electoral roll|register to vote|rent arrears|council house|housing list|noise complaint|fly ?tipp?ing report)\b/;
const resident =
  /^(?:please )?(?:how (?:do|can|much|long)|when|what|where|can|could|why|is|are|do|am|who do)\b|\b(?:i|my|me)\b/;
const officer =
  /\b(?:system|software|supplier|vendor|provider|product|platform|app|application|tool|contract|tender|procure\w*|buy|bought|use|uses|using|run|running|borough|council (?:use|run|buy)|procurement|framework|expir\w*|renew\w* (?:the|our)|data|api)\b/;

/** “How do I appeal a parking fine?” is a resident’s; “who uses a parking permit system?” an officer’s. `words` is the normalised message. */
export function isResidentsQuestion(words: string): boolean {
  return resident.test(words) && service.test(words) && !officer.test(words);
}
