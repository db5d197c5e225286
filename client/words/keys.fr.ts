// Words of the page « Clés et politique », in French.
export const keysFr = {
  'keys.title': 'Clés et politique',
  'keys.text':
    'Quelles clés d’accès sont liées à quelles personnes, et la politique que chaque partenaire garde sur papier pour vérifier ce qui est signé.',
  'keys.link': 'Clés et politique',
  'keys.ofRecord': 'Dans le registre',
  'keys.toPolicy': 'Voir la politique',
  'keys.how': 'Comment une clé est liée',
  'keys.how1': 'La personne demande que sa clé soit liée à son nom.',
  'keys.how2':
    'Elle lit son empreinte à voix haute ; l’animation et un partenaire d’une autre organisation la comparent à ce qu’ils voient.',
  'keys.how3': 'Les deux l’attestent avec leur propre clé. La seconde attestation la lie.',
  'keys.how4': 'Les premières clés sont nommées dans la politique, dans la salle, devant tout le monde.',
  'keys.fingerprint': 'Empreinte',
  'keys.fingerprintOf': 'Empreinte de la clé',
  'keys.facilitation': 'animation',

  'keys.mine.title': 'Ma clé dans cette démarche',
  'keys.mine.none':
    'Vous n’avez pas encore de clé d’accès. Elle sert à signer et à attester les clés des autres.',
  'keys.mine.noPolicy':
    'On pourra lier une clé quand l’animation aura posé la première politique, qui nomme les premières clés.',
  'keys.mine.ask': 'Demander de lier cette clé',
  'keys.mine.askAgain': 'Demander de la lier de nouveau',
  'keys.mine.askOne': 'Demander de lier la clé « {name} »',
  'keys.mine.asked': 'Demande faite : votre clé attend deux attestations.',
  'keys.mine.askTitle': 'Lier la clé « {name} »',
  'keys.mine.askText':
    'Si cette clé en remplace une autre, l’ancienne prend fin dès que la nouvelle est liée ; ce qu’elle a signé reste valable.',
  'keys.mine.replaces': 'Cette clé remplace',
  'keys.mine.replacesNone': 'Aucune autre',
  'keys.mine.bothMissing':
    'Attend l’attestation de l’animation et celle d’un partenaire d’une autre organisation.',
  'keys.mine.partnerMissing':
    'Attestée par {name}, pour l’animation. Attend celle d’un partenaire d’une autre organisation.',
  'keys.mine.facilitatorMissing': 'Attestée par {name}, partenaire. Attend celle de l’animation.',
  'keys.mine.changed':
    'Votre nom, votre organisation ou votre rôle n’est plus celui sous lequel cette clé est connue : faites-la lier de nouveau.',
  'keys.revoke': 'Révoquer',
  'keys.revokeOne': 'Révoquer la clé « {name} »',
  'keys.revokeTitle': 'Révoquer la clé de {name}',
  'keys.revokeText':
    'C’est pour toujours : cette clé ne sera plus jamais crue dans cette démarche. Ce qu’elle a signé avant reste valable. La raison est versée au registre.',
  'keys.revokeReason': 'Raison',
  'keys.revokeReasonNote': 'Par exemple : appareil perdu, appareil remplacé, départ de la personne.',
  'keys.revokeReasonNeeded': 'Donnez la raison.',
  'keys.revokeAct': 'Révoquer cette clé',
  'keys.revoked': 'La clé est révoquée.',

  'keys.state.unbound': 'non demandée',
  'keys.state.waiting': 'en attente d’attestations',
  'keys.state.bound': 'liée',
  'keys.state.root': 'première clé',
  'keys.state.revoked': 'révoquée',

  'keys.waiting.title': 'Clés à attester',
  'keys.waiting.none': 'Aucune clé n’attend d’attestation.',
  'keys.waiting.text':
    'Demandez à la personne de lire l’empreinte qui est sur son écran. N’attestez que si elle est, groupe par groupe, celle-ci.',
  'keys.waiting.replaces': 'Remplace la clé',
  'keys.waiting.attest': 'Comparer et attester',
  'keys.waiting.attestOne': 'Comparer et attester la clé de {name}',
  'keys.waiting.own': 'C’est la vôtre : deux autres personnes doivent l’attester.',
  'keys.waiting.mine': 'Vous l’avez attestée.',
  'keys.waiting.same': 'Vous êtes de la même organisation : il faut un partenaire d’une autre.',
  'keys.waiting.noOrganization':
    'Un partenaire atteste au nom d’une organisation : vous n’en représentez aucune.',

  'keys.attest.title': 'Attester la clé de {name}',
  'keys.attest.sentence': 'Ce que vous attestez',
  'keys.attest.otherLang': 'La même phrase en anglais, signée elle aussi',
  'keys.attest.statement': 'Empreinte de l’énoncé, que votre clé signera',
  'keys.attest.compared': 'J’ai comparé cette empreinte de vive voix ou sur un second appareil',
  'keys.attest.comparedNeeded': 'Comparez d’abord l’empreinte avec la personne, puis cochez.',
  'keys.attest.act': 'Attester avec ma clé d’accès',
  'keys.attest.done': 'Attestation donnée. Il en faut encore une pour que la clé soit liée.',
  'keys.attest.bound': 'La clé est liée.',
  'keys.attest.fails':
    'Une vérification échoue : l’attestation est arrêtée ici. Prévenez les autres partenaires.',
  'keys.check.key': 'L’énoncé parle bien de la clé affichée.',
  'keys.check.words':
    'L’énoncé nomme cette personne et vous-même, avec votre rôle et votre organisation, mot pour mot.',
  'keys.check.statement': 'L’énoncé affiché donne bien l’empreinte annoncée.',
  'keys.check.challenge': 'Ce que la clé d’accès signera est cette empreinte, et rien d’autre.',

  'keys.known.title': 'Clés connues',
  'keys.known.none': 'Aucune clé n’est encore liée.',
  'keys.known.text':
    'Les premières clés, celles que deux personnes ont attestées, et celles qui ont pris fin.',

  'keys.ended.holder': 'Révoquée par sa personne le {when}. Ce qu’elle a signé avant reste valable.',
  'keys.ended.facilitator': 'Révoquée par l’animation le {when}. Ce qu’elle a signé avant reste valable.',
  'keys.ended.removal':
    'Révoquée le {when} : sa personne a été retirée de la démarche. Ce qu’elle a signé avant reste valable.',
  'keys.ended.account':
    'Retirée de son compte par sa personne le {when}. Ce qu’elle a signé avant reste valable.',
  'keys.ended.replaced': 'Remplacée par une autre le {when}. Ce qu’elle a signé avant reste valable.',

  'keys.policy.title': 'La politique',
  'keys.policy.none':
    'Aucune politique n’est encore posée. Elle dit quel registre, quels témoins et quelles premières clés sont crus ; chaque partenaire la garde sur papier.',
  'keys.policy.noneWait': 'C’est l’animation qui la pose.',
  'keys.policy.version': 'Politique, version {version}',
  'keys.policy.inForce': 'en vigueur',
  'keys.policy.by': 'Posée le {when} par {who}',
  'keys.policy.digest': 'Empreinte de la politique',
  'keys.policy.holds': 'Recalculée sur cet appareil : elle est bien celle du fichier.',
  'keys.policy.fails':
    'L’empreinte annoncée n’est pas celle du fichier, ou le fichier est illisible. Ne vous y fiez pas ; prévenez les autres partenaires.',
  'keys.policy.log': 'Clé du registre',
  'keys.policy.witnesses': 'Témoins des partenaires',
  'keys.policy.witnessesNone': 'Aucun',
  'keys.policy.cosignatures': 'Cosignatures qu’un verrou attend',
  'keys.policy.cosignaturesNone': 'Aucune',
  'keys.policy.cosignaturesWords': '{needed} organisations, d’au moins {colleges} collèges',
  'keys.policy.roots': 'Premières clés',
  'keys.policy.rootsNone': 'Aucune',
  'keys.policy.boundKeys': 'Signatures qui comptent',
  'keys.policy.boundOnly': 'Seulement celles d’une clé liée ou d’une première clé',
  'keys.policy.boundAny': 'Celles de toute clé ; une clé non liée est d’une classe plus faible',
  'keys.policy.address': 'Adresse où l’on signe',
  'keys.policy.seal': 'Certificat du sceau (SHA-256)',
  'keys.policy.file': 'Télécharger la politique',
  'keys.policy.print': 'Page à imprimer',
  'keys.policy.keep':
    'Chaque partenaire garde chaque version : un verrou est jugé par la politique qui était alors en vigueur.',
  'keys.policy.older': 'Versions précédentes',
  'keys.policy.olderFile': 'Télécharger la version {version}',
  'keys.policy.set': 'Poser la première politique',
  'keys.policy.setNext': 'Poser une nouvelle version',

  'keys.form.title': 'Politique, version {version}',
  'keys.form.roots': 'Premières clés, crues sans attestation',
  'keys.form.rootsNote':
    'Lisez chaque empreinte à voix haute, devant tout le monde. Il en faut au moins une de l’animation et une d’un partenaire pour que d’autres clés puissent être liées.',
  'keys.form.rootsGone':
    'Retirer une première clé défait tout ce qu’elle a attesté. Si un appareil est perdu, révoquez plutôt sa clé.',
  'keys.form.noCandidates': 'Aucun membre n’a encore de clé d’accès.',
  'keys.form.boundKeys': 'Seules les clés liées comptent',
  'keys.form.boundKeysNote':
    'Sinon, une signature par une clé non liée compte, mais elle est dite plus faible.',
  'keys.form.needed': 'Organisations qui doivent cosigner',
  'keys.form.colleges': 'Collèges différents',
  'keys.form.witnessCount':
    'Témoins inscrits en ce moment : {count}, de {organizations} organisations. Avec 0, aucun verrou n’attend.',
  'keys.form.number': 'Un nombre entier, de 0 à 200.',
  'keys.form.seal': 'Certificat du sceau, SHA-256',
  'keys.form.sealNote':
    'Soixante-quatre chiffres hexadécimaux ; laissez vide si l’institution n’a pas de sceau.',
  'keys.form.sealWrong': 'Il faut soixante-quatre chiffres hexadécimaux.',
  'keys.form.act': 'Poser la version {version}',
  'keys.form.confirm':
    'La nouvelle version est versée au registre et vaut dès maintenant. Imprimez-la pour que chaque partenaire la garde.',
  'keys.form.done': 'La politique, version {version}, est posée.',

  'keys.print.title': 'Politique à garder sur papier',
  'keys.print.act': 'Imprimer',
  'keys.print.back': 'Retour',
  'keys.print.qr': 'Code QR de l’empreinte de la politique',

  'keys.sign.unbound': 'Votre clé n’est pas liée à votre nom',
  'keys.sign.unboundText':
    'Personne d’autre que ce serveur ne dit qu’elle est la vôtre : votre signature sera vérifiable, mais d’une classe plus faible.',
  'keys.sign.bind': 'Faire lier ma clé d’abord',

  'keys.account.title': 'Mes clés dans chaque démarche',
  'keys.account.text': 'Une clé d’accès peut y être liée à votre nom par deux personnes qui l’attestent.',
  'keys.account.one': 'Clés et politique',
  'keys.account.oneOf': 'Clés et politique de la démarche « {name} »',
} as const
