import { createMessages } from '@garance/web/view';

export const htmlTexts = createMessages({
  fr: {
    title: 'Rapport de qualification',
    good: 'Tout ce que votre service doit refuser est refusé, et tout ce qu’il doit accepter est accepté.',
    bad: (count: number) =>
      count === 1
        ? '1 point exigé est à corriger avant la qualification.'
        : `${count} points exigés sont à corriger avant la qualification.`,
    open: (count: number) =>
      count === 1
        ? '1 point exigé n’a pas pu être décidé : il reste à rejouer.'
        : `${count} points exigés n’ont pas pu être décidés : ils restent à rejouer.`,
    partial: 'Seule une partie des scénarios a été exécutée : ce rapport ne prouve rien à lui seul.',
    worth:
      'Ce fichier est fait pour vous. Seul un rapport signé par la plateforme, qui a exécuté la suite elle-même, compte pour la qualification.',
    run: 'Cette exécution',
    facts: {
      platform: 'Plateforme',
      service: 'Service (client)',
      registration: 'Enregistrement',
      version: (version: string) => `version ${version}`,
      address: 'Page de connexion',
      when: 'Exécutée',
      duration: 'Durée',
      seconds: (count: string) => `${count} secondes`,
      mode: 'Navigateur',
      modes: { browser: 'navigateur réel', http: 'HTTP simple, sans script' },
      suite: 'Suite',
    },
    summary: 'En résumé',
    summaryCaption: 'Résultats par famille',
    columns: {
      family: 'Ce qui est vérifié',
      passed: 'Réussis',
      failed: 'Échecs',
      open: 'Indécis',
      none: 'Sans objet',
      scenario: 'Scénario',
      verdict: 'Verdict',
      reason: 'Raison',
    },
    causes: 'Causes',
    ofDecided: (failed: string, decided: string) => `${failed} scénarios sur ${decided}`,
    others: (count: number) =>
      count === 1 ? '1 autre scénario de la même cause' : `${count} autres scénarios de la même cause`,
    sameReason: (count: number) =>
      count === 1
        ? '1 autre scénario, pour la même raison'
        : `${count} autres scénarios, pour la même raison`,
    evidence: (count: number) => `Étapes observées (${count})`,
    toFix: 'À corriger',
    toRepeat: 'Sans verdict',
    advice: 'Recommandations',
    adviceIntro: 'Elles ne font pas échouer l’exécution.',
    noted: 'À noter',
    passed: 'Scénarios réussis',
    none: 'Scénarios sans objet',
    hubDid: 'Ce que la plateforme a fait',
    expected: 'Ce que le service devait faire',
    observed: 'Ce qui a été observé',
    who: { suite: 'suite', hub: 'plateforme' },
    pageText: 'Texte de la page jugée',
    screenshot: (scenario: string) => `Capture de la page jugée, scénario ${scenario}`,
    fix: 'Comment corriger',
    source: 'Source',
    footer: 'Produit par la suite de qualification Garance.',
  },
  en: {
    title: 'Qualification report',
    good: 'Everything that your service must refuse is refused, and everything that it must accept is accepted.',
    bad: (count) => `${count} required ${count === 1 ? 'point' : 'points'} to fix before qualification.`,
    open: (count) =>
      `${count} required ${count === 1 ? 'point' : 'points'} could not be decided: to be run again.`,
    partial: 'Only a part of the scenarios was run: this report alone proves nothing.',
    worth:
      'This file is for you. Only a report signed by the platform, which ran the suite itself, counts for qualification.',
    run: 'This run',
    facts: {
      platform: 'Platform',
      service: 'Service (client)',
      registration: 'Registration',
      version: (version) => `version ${version}`,
      address: 'Sign-in page',
      when: 'Run on',
      duration: 'Duration',
      seconds: (count) => `${count} seconds`,
      mode: 'Browser',
      modes: { browser: 'a real browser', http: 'plain HTTP, no script' },
      suite: 'Suite',
    },
    summary: 'In short',
    summaryCaption: 'Results by family',
    columns: {
      family: 'What is verified',
      passed: 'Passed',
      failed: 'Failed',
      open: 'Undecided',
      none: 'Not applicable',
      scenario: 'Scenario',
      verdict: 'Verdict',
      reason: 'Reason',
    },
    causes: 'Causes',
    ofDecided: (failed, decided) => `${failed} of ${decided} scenarios`,
    others: (count) => `${count} more ${count === 1 ? 'scenario' : 'scenarios'} of the same cause`,
    sameReason: (count) => `${count} more ${count === 1 ? 'scenario' : 'scenarios'}, for the same reason`,
    evidence: (count) => `Steps observed (${count})`,
    toFix: 'To fix',
    toRepeat: 'Without a verdict',
    advice: 'Recommendations',
    adviceIntro: 'They do not fail the run.',
    noted: 'Worth noting',
    passed: 'Scenarios that passed',
    none: 'Scenarios that do not apply',
    hubDid: 'What the platform did',
    expected: 'What the service had to do',
    observed: 'What was observed',
    who: { suite: 'suite', hub: 'platform' },
    pageText: 'Text of the page that was judged',
    screenshot: (scenario) => `Screenshot of the page that was judged, scenario ${scenario}`,
    fix: 'How to fix it',
    source: 'Source',
    footer: 'Made by the Garance qualification suite.',
  },
});

export type HtmlTexts = ReturnType<typeof htmlTexts>;
