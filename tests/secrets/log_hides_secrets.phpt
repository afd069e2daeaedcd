--TEST--
Neither the error log, nor a warning about an observer, nor phpinfo() shows a secret
--EXTENSIONS--
cotp
--INI--
zend.exception_ignore_args=0
zend.exception_string_param_max_len=1000000
--SKIPIF--
<?php
require __DIR__ . '/../peer/peer.inc';
Peer::skipUnless();
?>
--FILE--
<?php
require __DIR__ . '/../peer/peer.inc';
require __DIR__ . '/secrets.inc';

$log = tempnam(sys_get_temp_dir(), 'cotp');
ini_set('log_errors', '1');
ini_set('error_log', $log);
ini_set('display_errors', '1');

$peer = Peer::start(default: Peer::json(200, ['Status' => 'CardStored', 'CardUri' => CARD_URI]));
$form = plantedForm();
$service = plantedRequest("$peer->url/api", proxy: null, observer: function (CotpAttempt $attempt) use ($form) {
    throw new LogicException('I saw ' . implode(' ', SECRETS));
});
ob_start();
$state = $service->retrieve('abc');
search('warning', ob_get_clean());
var_dump($state->cardUri === CARD_URI);

ob_start();
phpinfo(INFO_MODULES | INFO_CONFIGURATION);
search('phpinfo', ob_get_clean());

ob_start(function (string $written) use ($log): string {
    $written .= file_get_contents($log);
    unlink($log);
    return substr_count($written, 'Uncaught CotpProtocolException') === 2 && !array_filter(SECRETS, fn ($secret) => str_contains($written, $secret))
        ? 'uncaught: clean' : "uncaught: LEAKS $written";
});
(fn (CotpForm $form, CotpState $state) => plantedRequest("$peer->url/api")->setRetention(CARD_URI, new CotpRetention(new DateTimeImmutable('+1 day')))
    ?? plantedRequest("$peer->url/api")->getRetention(CARD_URI))($form, $state);
?>
--EXPECT--
warning: clean
bool(true)
phpinfo: clean
uncaught: clean
