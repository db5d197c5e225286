// How to verify, as the last pages of a version or an Alliance say it. A pure function of the dossier and of the edition of the pages: what an
// older edition said, it says for ever. Called by document.ts alone.
import type { Lang } from '../../shared/basics.ts'
import { groupsOfFour } from '../../shared/record/canonical.ts'
import type { Dossier } from '../../shared/record/records.ts'
import { heading, type PageBlock, text } from './page-blocks.ts'
import type { PagesEdition } from './seal.ts'
import { speaker } from './speaker.ts'

/** The last pages: the command, what it makes again, and what the file alone does not prove. */
export function verifyBlocks(dossier: Dossier, lang: Lang, edition: PagesEdition): PageBlock[] {
  const { digest: dossierDigest, alliance } = dossier
  const say = speaker(lang)
  const item = (fr: string, en: string) => [text(say(fr, en))]
  return [
    heading(1, say('Vérifier ce document', 'Verifying this document')),
    text(
      say(
        'Ce fichier porte en lui le dossier (dossier.json) : le plan, les scrutins, les bulletins et les signatures sous une forme ' +
          'que toute machine peut relire. La vérification se fait sans serveur et sans réseau, avec le logiciel Assise :',
        'This file carries the dossier (dossier.json): the plan, the polls, the ballots and the signatures in a form that any ' +
          'machine can read again. It is verified without a server and without a network, with the Assise software:',
      ),
    ),
    {
      kind: 'seal',
      lines: [
        {
          label: say('Commande', 'Command'),
          value: commandOf(dossier, edition, lang),
        },
      ],
    },
    text(say('Elle refait, et dit une à une :', 'It makes again, and says one by one:')),
    {
      kind: 'list',
      ordered: true,
      start: 1,
      items: [
        item(
          'l’empreinte du plan, celle de la version et celle du dossier, depuis leurs textes ;',
          'the fingerprints of the plan, of the version and of the dossier, from their texts;',
        ),
        item(
          'pour chaque scrutin : le registre, le lien de chaque bulletin avec le texte exact, et le recomptage ;',
          'for each poll: the register, the tie between each ballot and the exact text, and the recount;',
        ),
        item(
          'pour chaque priorité retenue : qu’un consensus porte sur son texte exact ;',
          'for each retained priority: that a consensus is on its exact text;',
        ),
        ...(alliance
          ? [
              item(
                'pour chaque signature : l’énoncé, la personne, la clé et le calcul cryptographique ;',
                'for each signature: the statement, the person, the key and the cryptographic computation;',
              ),
            ]
          : []),
        item(
          'les pages elles-mêmes, composées de nouveau depuis le dossier et comparées octet par octet.',
          'the pages themselves, set again from the dossier and compared byte for byte.',
        ),
      ],
    },
    ...(edition === 1 ? [] : wayBlocks(dossier, lang)),
    {
      kind: 'seal',
      lines: [
        {
          label: say('Empreinte du dossier', 'Fingerprint of the dossier'),
          value: groupsOfFour(dossierDigest),
        },
      ],
    },
    heading(2, say('Ce que le fichier ne prouve pas à lui seul', 'What the file alone does not prove')),
    text(
      alliance
        ? say(
            'Que chaque clé d’accès appartient bien à la personne nommée, et que les heures sont justes : cela se confirme auprès ' +
              'des parties, en comparant les empreintes.',
            'That each passkey belongs to the person named, and that the times are right: that is confirmed with the parties, ' +
              'by comparing the fingerprints.',
          )
        : say(
            'D’où il vient : sans signature, un fichier montre qu’il est cohérent, non qui l’a fait. Comparez l’empreinte du plan ' +
              'avec celle que les partenaires ont sous les yeux.',
            'Where it comes from: without a signature, a file shows that it is consistent, not who made it. Compare the ' +
              'fingerprint of the plan with the one the partners have before them.',
          ),
    ),
    text(
      say(
        'Un bulletin recueilli par l’animation vaut ce que vaut la parole de qui l’a inscrit : il est toujours montré à part.',
        'A ballot recorded by the facilitator is worth the word of whoever entered it: it is always shown apart.',
      ),
    ),
  ]
}

/** Whether a policy had its say in the lock: only then has the reader one to give. */
function hasPolicy(dossier: Dossier): boolean {
  return dossier.format === 'assise/dossier/v2' && dossier.policyHash !== undefined
}

function commandOf(dossier: Dossier, edition: PagesEdition, lang: Lang): string {
  const say = speaker(lang)
  if (edition === 1 || !hasPolicy(dossier))
    return say('npx assise verify FICHIER.pdf', 'npx assise verify FILE.pdf --en')
  return say(
    'npx assise verify FICHIER.pdf --politique POLITIQUE.json',
    'npx assise verify FILE.pdf --policy POLICY.json --en',
  )
}

/** Since the second edition: which policy that is, and how to do without the software. */
function wayBlocks(dossier: Dossier, lang: Lang): PageBlock[] {
  const say = speaker(lang)
  return [
    ...(hasPolicy(dossier)
      ? [
          text(
            say(
              'La politique est celle que vous avez reçue dans la salle ou comparée avec le papier, jamais un fichier venu avec celui-ci : ' +
                'elle dit quelles clés croire.',
              'The policy is the one you got in the room or compared with the paper, never a file that came with this one: it says ' +
                'which keys to believe.',
            ),
          ),
        ]
      : []),
    text(
      say(
        'Sans rien installer : la page « verificateur-assise.html », donnée à côté de ce document, s’ouvre depuis votre appareil et ' +
          'vérifie sans réseau. Elle ne compose pas les pages de nouveau.',
        'Without installing anything: the page “verificateur-assise.html”, given beside this document, opens from your device and ' +
          'verifies without a network. It does not set the pages again.',
      ),
    ),
  ]
}
