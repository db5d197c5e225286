// An invented plan that lacks nothing, with every kind of rich text, syllabics and an emoji in it.
// Called by dossier.ts, and by tests of what is made from a plan.
import type { Plan } from '../../shared/plan/plan.ts'
import type { ProseNode } from '../../shared/plan/prose-json.ts'

const p = (...content: ProseNode[]): ProseNode => ({ type: 'paragraph', content })
const t = (text: string, ...marks: string[]): ProseNode =>
  marks.length === 0 ? { type: 'text', text } : { type: 'text', text, marks: marks.map((type) => ({ type })) }

export const seededPlan: Plan = {
  format: 'assise/plan/v1',
  fields: {
    frame: {
      title: 'Plan d’action régional pour la solidarité 2026-2029',
      leadBody: 'Table des préfets de la Rivière-aux-Érables',
      start: '2026-04-01',
      end: '2029-03-31',
      fund: 'Fonds régional',
      envelope: 420_000_000,
    },
    process: {
      account: [
        p(
          t('Un forum a réuni '),
          t('118 personnes', 'strong'),
          t(' de 64 organisations, « dont 19 en situation de pauvreté ».'),
        ),
        { type: 'heading', attrs: { level: 1 }, content: [t('Ce qui a été entendu')] },
        {
          type: 'bullet_list',
          content: [
            {
              type: 'list_item',
              content: [p(t('le loyer, d’abord ; '), t('ensuite', 'em'), t(' le transport'))],
            },
            { type: 'list_item', content: [p(t('ᐃᓄᒃᑎᑐᑦ : une place pour chaque langue 😀'))] },
          ],
        },
        {
          type: 'ordered_list',
          attrs: { order: 3 },
          content: [{ type: 'list_item', content: [p(t('portrait')), p(t('rencontres'))] }],
        },
        {
          type: 'table',
          content: [
            {
              type: 'table_row',
              content: [
                { type: 'table_header', content: [p(t('Lieu'))] },
                { type: 'table_header', content: [p(t('Présences'))] },
              ],
            },
            {
              type: 'table_row',
              content: [
                { type: 'table_cell', content: [p(t('Val-Doré'))] },
                { type: 'table_cell', content: [p(t('64 œuvres'), { type: 'hard_break' }, t('54 voisins'))] },
              ],
            },
          ],
        },
        p({
          type: 'text',
          text: 'Le site de la démarche',
          marks: [{ type: 'link', attrs: { href: 'https://demarche.example/' } }],
        }),
      ],
    },
    portrait: { overview: [p(t('Un ménage sur neuf n’a pas d’accès Internet fixe.'))] },
  },
  lists: {
    steps: [
      {
        id: 'step-1',
        fields: {
          title: 'Forum régional',
          date: '2026-02-05',
          place: 'Val-Doré',
          participants: '118 personnes',
        },
      },
    ],
    issues: [
      issue(
        'issue-1',
        'Logement',
        'Le tiers des locataires consacre trop au loyer.',
        'Des logements abordables.',
      ),
      issue('issue-2', 'Alimentation', 'Trois villages sont loin d’une épicerie.', 'Une desserte régulière.'),
      issue('issue-3', 'Transport', 'Aucun transport le soir.', 'Un service du soir.'),
      issue('issue-4', 'Décrochage', 'Le décrochage touche 17 % des jeunes.', 'Un suivi.'),
    ],
    voices: [
      { id: 'voice-1', fields: { title: '« On choisit entre le loyer pis l’épicerie. »', issue: 'issue-1' } },
    ],
    actors: [
      {
        id: 'actor-1',
        fields: {
          title: 'Coop de transport Le Relais',
          contribution: 'Deux minibus',
          territory: 'terr-1',
          sector: 'transport',
        },
      },
    ],
    priorities: [
      { id: 'prio-1', fields: { title: 'Se loger dignement', issues: ['issue-1'], disposition: 'proposed' } },
      { id: 'prio-2', fields: { title: 'Manger à sa faim', issues: ['issue-2'], disposition: 'proposed' } },
      { id: 'prio-3', fields: { title: 'Se déplacer', issues: ['issue-3'], disposition: 'proposed' } },
      {
        id: 'prio-4',
        fields: {
          title: 'Persévérance scolaire',
          issues: ['issue-4'],
          disposition: 'setAside',
          reason: 'Relève d’un autre plan.',
        },
      },
    ],
    objectives: [1, 2, 3].map((at) => ({
      id: `obj-${at}`,
      parent: `prio-${at}`,
      fields: {
        title: ['Créer 40 logements', 'Desservir trois villages', 'Service du soir sur deux axes'][at - 1]!,
      },
    })),
    results: [1, 2, 3].map((at) => ({
      id: `res-${at}`,
      parent: `obj-${at}`,
      fields: { title: `Résultat ${at}`, indicator: 'unités occupées', target: '40', due: '2029-03-31' },
    })),
    means: [
      means('means-1', 'Fonds de démarrage', 'obj-1', 110_000_000),
      means('means-2', 'Camion-épicerie', 'obj-2', 61_000_000),
      means('means-3', 'Lignes du soir', 'obj-3', 84_000_050),
      means('means-4', 'Animation et évaluation', '', 30_000_000),
    ],
    allocations: [
      { id: 'share-1', fields: { territory: 'terr-1', amount: 210_000_000 } },
      { id: 'share-2', fields: { territory: 'terr-2', amount: 205_000_000, note: 'Selon la population' } },
    ],
  },
  territories: [
    { id: 'terr-1', name: 'MRC des Coteaux' },
    { id: 'terr-2', name: 'Ville de Val-Doré' },
  ],
}

function issue(id: string, title: string, problem: string, need: string) {
  return {
    id,
    fields: {
      title,
      problem: [p(t(problem))],
      need: [p(t(need))],
      evidence: 'Enquête de 2025',
      sector: 'housing',
    },
  }
}

function means(id: string, title: string, objective: string, amount: number) {
  return {
    id,
    fields: {
      title,
      ...(objective && { objective }),
      lead: 'Office d’habitation du Lac-Clair',
      amount,
      due: '2028-03-31',
      structure: 'Le fonds existant',
    },
  }
}
