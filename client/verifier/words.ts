// What the offline page says, in both languages. Read by page.ts; the questions and their answers come from shared/verify.
import type { Bilingual } from '../../shared/basics.ts'

export const words = {
  title: { fr: 'Vérifier un fichier d’Assise', en: 'Verify a file of Assise' },
  lead: {
    fr: 'Un plan verrouillé ou une Alliance, en PDF ou en dossier JSON. Rien ne quitte cet appareil : cette page ne peut joindre aucun réseau.',
    en: 'A locked plan or an Alliance, as a PDF or a JSON dossier. Nothing leaves this device: this page can reach no network.',
  },
  other: { fr: 'English', en: 'Français' },
  file: { fr: 'Le fichier à vérifier', en: 'The file to verify' },
  drop: {
    fr: 'Choisissez-le, ou déposez-le n’importe où sur la page.',
    en: 'Choose it, or drop it anywhere on the page.',
  },
  policy: { fr: 'Votre politique (facultatif)', en: 'Your policy (optional)' },
  policyHelp: {
    fr: 'Le fichier que vous avez reçu dans la salle ou comparé avec le papier : il dit quelles clés croire. Sans lui, le rapport laisse ouvert à qui sont les clés.',
    en: 'The file that you got in the room or compared with the paper: it says which keys to believe. Without it, the report leaves open whose the keys are.',
  },
  working: { fr: 'Vérification en cours…', en: 'Verifying…' },
  holds: { fr: 'Tout ce qui se vérifie tient', en: 'All that can be checked holds' },
  refused: { fr: 'Refusé', en: 'Refused' },
  broken: {
    fr: 'La vérification n’a pas pu aller au bout. Rien n’est dit de ce fichier ; essayez la commande « assise verify ».',
    en: 'The verification could not be completed. Nothing is said of this file; try the command “assise verify”.',
  },
  noPolicy: {
    fr: 'Ce fichier de politique ne se lit pas. Rien n’a été vérifié ; choisissez l’autre fichier, ou retirez-le.',
    en: 'This policy file cannot be read. Nothing was verified; choose another file, or take it away.',
  },
  tooLarge: {
    fr: 'Ce fichier dépasse 64 Mo : ce n’est pas un fichier d’Assise.',
    en: 'This file is over 64 MB: it is no file of Assise.',
  },
  version: { fr: 'version', en: 'version' },
  planDigest: { fr: 'Empreinte du plan', en: 'Digest of the plan' },
  failed: { fr: 'Ce qui ne tient pas', en: 'What does not hold' },
  notChecked: { fr: 'Ce que ce fichier ne prouve pas seul', en: 'What this file alone does not prove' },
  ok: { fr: 'Ce qui tient', en: 'What holds' },
  place: { fr: 'où', en: 'where' },
  offline: {
    fr: 'Gardez cette page : elle fonctionne sans réseau et sans Assise.',
    en: 'Keep this page: it works without a network and without Assise.',
  },
} as const satisfies Record<string, Bilingual>
