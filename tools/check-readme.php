<?php
// SPDX-License-Identifier: BSD-3-Clause
/* Runs the code of README's section "Five-minute tour" as printed, against a sandbox of its own: php -d extension=… tools/check-readme.php */
declare(strict_types=1);

require __DIR__ . '/../tests/lib/Browser.inc';
require __DIR__ . '/../tests/lib/Server.inc';

/** @return list<string> the PHP blocks of a section, up to the next heading of any level */
function snippets(string $heading): array
{
    $readme = (string) file_get_contents(dirname(__DIR__) . '/README.md');
    preg_match('~^## ' . preg_quote($heading, '~') . '\n(.*?)^#~ms', $readme, $section);
    preg_match_all('~^```php\n(.*?)^```~ms', $section[1] ?? '', $blocks);
    return $blocks[1];
}

/** Fills in the form of the newest message. */
function submitCard(Server $sandbox): void
{
    $link = json_decode(Browser::open("$sandbox->url/outbox.json")[1], true, 16, JSON_THROW_ON_ERROR)[0]['link'];
    [$status] = Browser::open($link, CARD);
    $status === 303 or throw new RuntimeException("the form responded with HTTP $status");
}

$log = (string) tempnam(sys_get_temp_dir(), 'cotp-readme-');
$sandbox = new Server([PHP_BINARY, dirname(__DIR__) . '/bin/cotp-sandbox'], $log);
unlink($log);
$blocks = str_replace('http://127.0.0.1:8025', $sandbox->url, snippets('Five-minute tour'));
count($blocks) === 4 or throw new RuntimeException('the README has ' . count($blocks) . ' blocks in its five minutes, not 4');
ob_start();
(static function () use ($blocks, $sandbox): void {
    eval($blocks[0]);
    submitCard($sandbox);
    eval($blocks[1]);
    eval($blocks[2]);
    eval($blocks[3]);
    $state->status === CotpStatus::CardStored && count($ids) === 2 && count($states) === 2 or throw new RuntimeException('the last block went wrong');
})();
$output = (string) ob_get_clean();
str_contains($output, '[name] => MessageQueued') && str_contains($output, 'bool(true)') or throw new RuntimeException("not what the README prints: $output");
echo "the README's ", count($blocks), " blocks ran as printed\n";
