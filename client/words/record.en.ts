import type { recordFr } from './record.fr.ts'

export const recordEn: Record<keyof typeof recordFr, string> = {
  'record.alarmTitle': 'Alert: the record of acts has changed',
  'record.fork':
    'What the server shows does not extend the record this device has seen. Past acts were changed, removed or moved, or other people see another history than you.',
  'record.rollback':
    'The record the server shows is shorter than the one this device has seen: acts have disappeared. An old copy may have been put back.',
  'record.otherKey': 'The record is signed by another key than the one this device knows.',
  'record.unsigned': 'What the server shows does not bear the record’s signature.',
  'record.alarmAct':
    'Do not vote and do not sign. Tell the other organisations in person and compare your screens.',
  'record.evidence': 'Keep the evidence',
  'record.unable':
    'This browser is too old to verify the signature of the record of acts. Update it before you vote or sign.',
}
