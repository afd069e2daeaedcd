--TEST--
The exception for an invalid argument shows no secret in its text, in its trace, or if nobody catches it
--EXTENSIONS--
cotp
--INI--
zend.exception_ignore_args=0
zend.exception_string_param_max_len=1000000
--FILE--
<?php
require __DIR__ . '/secrets.inc';

$good = ['bookerId' => 'hotel-42', 'email' => SECRETS['e-mail'], 'callbackUrl' => 'https://hotel.example/?cotp=' . SECRETS['callback token'],
    'cardUri' => CARD_URI, 'recipientName' => SECRETS['name'], 'extra' => ['Note' => SECRETS['extra']]];
$service = plantedRequest('https://localhost/api');
$calls = [
    'bad key' => fn () => new CotpRequest(SECRETS['key'] . "\r\n"),
    'bad key type' => fn () => new CotpRequest([SECRETS['key']]),
    'bad base' => fn () => new CotpRequest(SECRETS['key'], 'ftp://localhost/', proxy: plantedProxy(1)),
    'bad proxy' => fn () => new CotpRequest(SECRETS['key'], proxy: plantedProxy(1) . '/path?x'),
    'bad e-mail' => fn () => new CotpForm(...['email' => SECRETS['e-mail'] . ' '] + $good),
    'bad phone' => fn () => new CotpForm(...['email' => null, 'phone' => SECRETS['phone'] . 'x'] + $good),
    'both' => fn () => new CotpForm(...['phone' => SECRETS['phone']] + $good),
    'bad callback' => fn () => new CotpForm(...['callbackUrl' => ' ' . $good['callbackUrl']] + $good),
    'bad card' => fn () => new CotpForm(...['cardUri' => CARD_URI . '/?'] + $good),
    'bad name' => fn () => new CotpForm(...['recipientName' => SECRETS['name'] . "\0"] + $good),
    'bad extra' => fn () => new CotpForm(...['extra' => [SECRETS['extra'] => INF]] + $good),
    'bad extra name' => fn () => new CotpForm(...['extra' => [SECRETS['extra'] . "\0" => 1]] + $good),
    'bad language' => fn () => new CotpForm(...['language' => 'english'] + $good),
    'bad type' => fn () => new CotpForm(...['email' => [SECRETS['e-mail']]] + $good),
    'card of setRetention' => fn () => $service->setRetention(CARD_URI . '/..', new CotpRetention(new DateTimeImmutable('+1 day'))),
    'card of getRetention' => fn () => $service->getRetention(CARD_URI . '/..'),
    'card of deleteRetention' => fn () => $service->deleteRetention(CARD_URI . '/..'),
    'card of clearCvv' => fn () => $service->clearCvv(CARD_URI . '/..'),
    'card of deleteCard' => fn () => $service->deleteCard(CARD_URI . '/..'),
];
foreach ($calls as $what => $call) {
    try {
        $call();
        echo "$what: let through\n";
    } catch (Throwable $error) {
        ob_start();
        searchException($what, $error);
        $report = (string) ob_get_clean();
        echo $what, ': ', get_class($error), str_contains($report, 'LEAKS') ? "\n$report" : ' clean', "\n";
    }
}

// Nobody catches it: the output of PHP passes through here.
ob_start(function (string $written): string {
    return str_contains($written, 'Uncaught ValueError') && str_contains($written, '#0') && !array_filter(SECRETS, fn ($secret) => str_contains($written, $secret))
        ? 'uncaught: clean' : "uncaught: LEAKS $written";
});
(function (CotpForm $form) {
    new CotpForm('hotel-42', SECRETS['e-mail'], SECRETS['phone']);
})(plantedForm());
?>
--EXPECT--
bad key: ValueError clean
bad key type: TypeError clean
bad base: ValueError clean
bad proxy: ValueError clean
bad e-mail: ValueError clean
bad phone: ValueError clean
both: ValueError clean
bad callback: ValueError clean
bad card: ValueError clean
bad name: ValueError clean
bad extra: TypeError clean
bad extra name: ValueError clean
bad language: ValueError clean
bad type: TypeError clean
card of setRetention: ValueError clean
card of getRetention: ValueError clean
card of deleteRetention: ValueError clean
card of clearCvv: ValueError clean
card of deleteCard: ValueError clean
uncaught: clean
