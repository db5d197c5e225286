export const recordFr = {
  'record.alarmTitle': 'Alerte : le registre des actes a changé',
  'record.fork':
    'Ce que le serveur montre ne prolonge pas le registre que cet appareil a vu. Des actes passés ont été changés, ôtés ou déplacés, ou bien d’autres personnes voient une autre histoire que vous.',
  'record.rollback':
    'Le registre que le serveur montre est plus court que celui que cet appareil a vu : des actes ont disparu. Une copie ancienne a peut-être été remise en place.',
  'record.otherKey': 'Le registre est signé par une autre clé que celle que cet appareil connaît.',
  'record.unsigned': 'Ce que le serveur montre ne porte pas la signature du registre.',
  'record.alarmAct':
    'Ne votez pas et ne signez pas. Prévenez les autres organisations de vive voix et comparez vos écrans.',
  'record.evidence': 'Garder la preuve',
  'record.unable':
    'Ce navigateur est trop ancien pour vérifier la signature du registre des actes. Mettez-le à jour avant de voter ou de signer.',
} as const
