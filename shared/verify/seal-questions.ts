// What the verifier asks of the institution's seal on a PDF, with its answers in words. Read by questions.ts alone.
import { type Question, q } from './question.ts'

export const sealQuestions = {
  pdfRevision: q(
    'Ce qui suit les pages est un sceau, et rien d’autre : il couvre tout le fichier',
    'What follows the pages is a seal and nothing else: it covers the whole file',
    'Ce qui suit les pages, à partir de l’octet {offset}, n’est pas un simple sceau : le fichier a été modifié ou complété après coup',
    'What follows the pages, from byte {offset}, is not just a seal: the file was changed or added to afterwards',
  ),
  pdfSealMissing: q(
    '',
    '',
    'Le fichier ne porte pas le sceau de l’institution que la politique demande',
    'The file does not bear the seal of the institution that the policy asks for',
  ),
  pdfSealForm: q(
    'La signature du sceau se lit (CMS, ETSI.CAdES.detached)',
    'The signature of the seal can be read (CMS, ETSI.CAdES.detached)',
    'La signature du sceau ne se lit pas',
    'The signature of the seal cannot be read',
  ),
  pdfSealDigest: q(
    'Le sceau porte sur ces octets',
    'The seal is on these bytes',
    'Le sceau ne porte pas sur ces octets : au moins un a changé depuis',
    'The seal is not on these bytes: at least one changed since',
  ),
  pdfSealSignature: q(
    'La clé du certificat a signé le sceau, qui nomme ce certificat',
    'The certificate’s key signed the seal, which names that certificate',
    'La clé du certificat n’a pas signé ce sceau, ou le sceau nomme un autre certificat',
    'The certificate’s key did not sign this seal, or the seal names another certificate',
  ),
  pdfSealCertificate: q(
    'Le sceau est celui du certificat attendu : {name}, empreinte {print}',
    'The seal is that of the expected certificate: {name}, fingerprint {print}',
    'Le sceau n’est pas celui du certificat attendu, mais celui de {name}, empreinte {print}',
    'The seal is not that of the expected certificate but that of {name}, fingerprint {print}',
  ),
  pdfSealUnknown: q(
    '',
    '',
    'Le certificat du sceau est celui de {name}, empreinte {print} : comparez-la avec celle que l’institution publie',
    'The certificate of the seal is that of {name}, fingerprint {print}: compare it with the one the institution publishes',
  ),
  pdfSealPeriod: q(
    'Le certificat valait au moment du sceau ({at})',
    'The certificate was valid at the moment of the seal ({at})',
    'Le certificat (du {from} au {to}) ne valait pas au moment du sceau ({at})',
    'The certificate ({from} to {to}) was not valid at the moment of the seal ({at})',
  ),
  pdfSealNoTime: q(
    '',
    '',
    'L’heure du sceau ({at}) est celle que son auteur indique : aucune autorité d’horodatage ne l’atteste',
    'The time of the seal ({at}) is the one its maker states: no time-stamping authority attests it',
  ),
  pdfSealTime: q(
    'Une autorité d’horodatage atteste que le sceau existait le {at}',
    'A time-stamping authority attests that the seal existed at {at}',
    'L’horodatage du sceau ne tient pas',
    'The time stamp of the seal does not hold',
  ),
  pdfSealAuthority: q(
    '',
    '',
    'L’autorité d’horodatage est {name}, empreinte {print} : à vous de juger si vous lui faites confiance',
    'The time-stamping authority is {name}, fingerprint {print}: whether you trust it is for you to judge',
  ),
} as const satisfies Record<string, Question>
