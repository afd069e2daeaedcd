<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

/*
 * URLs of the WHATWG's test data (urltestdata.json), and strange ones of our own: php tests/foreign/urls.php [FOLDER]
 * An accepted base URI, callback URL or support link has the same host for libcurl, parse_url(), PHP 8.5's Uri\WhatWg\Url and the test
 * data. An accepted URI of a request has the host and port of the base URI, and that of a card is https or has them.
 */

require __DIR__ . '/lib/Tally.inc';
require __DIR__ . '/lib/curl_url.inc';
require __DIR__ . '/../lib/client.inc';

/** @return array<string, ?string> URLs, and the host that each should have; null if that is not known, "" if none */
function ownUrls(): array
{
    $evil = ['https://good.example@evil.example/', 'https://good.example\\@evil.example/', 'https://good.example%40evil.example/', 'https://evil.example#@good.example/',
        'https://evil.example?@good.example/', "https://good.example\tevil.example/", "https://good.example\n.evil.example/", 'https://good.example:80:443/',
        'https://good.example:443@evil.example/', 'https:good.example', 'https:/good.example', 'https:///good.example', 'https:\\\\good.example', '//good.example/',
        'https://[::1]evil.example/', 'https://[::1', 'https://[fe80::1%25eth0]/', 'https://[::ffff:127.0.0.1]/', 'https://127.1/', 'https://0x7f.0.0.1/',
        'https://2130706433/', 'https://0177.0.0.1/', 'https://127.0.0.1.', 'https://127.0.0.1%00.example/', 'https://good.example./', 'https://.good.example/',
        'https://good..example/', "https://g\u{3002}example/", "https://good\u{FF0E}example/", "https://good.ex\u{AD}ample/", 'https://good.example:/', 'https://good.example:0/',
        'https://good.example:65536/', 'https://good.example:+443/', 'https://good.example: 443/', ' https://good.example/', 'https://good.example/ ',
        'https://good.example/../../x', 'https://good.example/%2e%2e/x', 'https://good.example/a\\b', "https://good.example/\u{202E}x", "https://good.example/\0",
        'HTTPS://GOOD.EXAMPLE/', 'httpS://good.example/', 'https://xn--mnchen-3ya.example/', "https://m\u{FC}nchen.example/", 'https://good_example/', 'https://-good.example/',
        'https://good.example/?a=b#c', 'https://good.example?a', 'https://good.example#a', 'javascript:alert(1)', 'file:///etc/passwd', 'data:text/html,x', 'ftp://good.example/'];
    return array_fill_keys($evil, null) + ['https://good.example/' => 'good.example', 'https://good.example:8443/a/b' => 'good.example', 'https://[::1]/' => '[::1]',
        'https://192.0.2.1/' => '192.0.2.1', '' => ''];
}

/** @return array<string, ?string> */
function testData(string $folder): array
{
    $urls = [];
    foreach (filesBelow($folder, '~/urltestdata\.json$~') as $file) {
        $entries = array_filter(json_decode((string) file_get_contents($file), true, 64, JSON_THROW_ON_ERROR), is_array(...));
        foreach ($entries as $entry) {
            // Its host counts only if the URL was not read relative to a base.
            $isAbsolute = (bool) preg_match('~^https?:~i', trim($entry['input'])) && !in_array($entry['base'] ?? '', [null], true);
            $urls[(string) $entry['input']] = ($entry['failure'] ?? false) ? '' : ($isAbsolute ? $entry['hostname'] : null);
            if (isset($entry['href'])) {
                $urls[(string) $entry['href']] = $entry['hostname'];
            }
        }
    }
    return $urls;
}

/** Returns whether a constructor takes the value; a call that fails later has taken it. */
function takes(callable $call): bool
{
    try {
        $call();
        return true;
    } catch (ValueError) {
        return false;
    } catch (CotpException) {
        return true;
    }
}

/** Returns the host in one spelling: lower case, IPv6 addresses as they are written, IPv4 addresses without a dot at the end. */
function normalized(string $host): string
{
    $address = @inet_pton(trim($host, '[]'));
    return match (true) {
        str_starts_with($host, '[') && $address !== false => '[' . inet_ntop($address) . ']',
        (bool) preg_match('~^[0-9.]+\.$~', $host) => rtrim($host, '.'),
        default => strtolower($host),
    };
}

/** @return list<string> */
function faultsOfHost(CurlUrl $curl, string $url, ?string $expected): array
{
    $hosts = ['libcurl' => $curl->parts($url)['host'] ?? '', 'parse_url()' => (string) parse_url($url, PHP_URL_HOST)];
    // A browser refuses an A-label that decodes to nothing valid. It is a name like any other for DNS, and so for libcurl.
    $isInvalidLabel = $expected === '' && preg_match('~(?:^|\.)xn--~i', $hosts['libcurl']);
    if ($expected !== null && !$isInvalidLabel) {
        $hosts['the test data'] = $expected;
    }
    if (class_exists('Uri\WhatWg\Url') && !$isInvalidLabel) {
        $hosts['Uri\WhatWg\Url'] = (string) Uri\WhatWg\Url::parse($url)?->getAsciiHost();
    }
    $isSame = count(array_unique(array_map(normalized(...), $hosts))) === 1 && !in_array('', $hosts, true);
    return $isSame ? [] : ['accepted, with different hosts: ' . urldecode(http_build_query($hosts, '', ', '))];
}

/** @return list<string> */
function faultsOfTarget(CurlUrl $curl, CotpRequest $cotp, string $url, string $base): array
{
    $own = $curl->parts($base);
    $parts = $curl->parts($url) ?? [];
    $seen = parse_url($url) ?: [];
    $isToken = (bool) preg_match('~^[A-Za-z0-9_-]+$~', $url);
    $isOwn = [$parts['host'] ?? '', $parts['port'] ?? ''] === [$own['host'], $own['port']] && [$seen['host'] ?? '', (string) ($seen['port'] ?? '')] === [$own['host'], $own['port']];
    $hasUser = isset($parts['user']) || isset($seen['user']);
    // Only the token of a card URI is used, so it may have another host.
    $isCard = $parts !== [] && ($parts['scheme'] === 'https' || $isOwn) && faultsOfHost($curl, $url, null) === [];
    return array_keys(array_filter([
        "retrieve accepts $url" => !$isToken && (!$isOwn || $hasUser) && takes(fn () => $cotp->retrieve($url)),
        "clearCvv accepts $url" => !$isToken && (!$isCard || $hasUser) && takes(fn () => $cotp->clearCvv($url)),
    ]));
}

if (!CurlUrl::isAvailable()) {
    echo "SKIPPED without ext-ffi\n0 passed, 0 failed\n";
    exit(0);
}
$tally = new Tally();
$curl = new CurlUrl();
$own = '127.0.0.1:' . Peer::closedPort();
$cotp = new CotpRequest('key', "http://$own/api", retries: 0);
$accepted = 0;
foreach (ownUrls() + (materialFolder() === null ? [] : testData(materialFolder())) as $url => $expected) {
    $url = (string) $url;
    $faults = [];
    $takers = [
        'base URI' => fn () => new CotpRequest('key', $url),
        'callback URL' => fn () => new CotpForm('hotel-42', 'guest@example.com', callbackUrl: $url),
        'support link' => fn () => new CotpForm('hotel-42', 'guest@example.com', supportLink: $url),
    ];
    foreach (array_filter($takers, takes(...)) as $name => $taker) {
        $accepted++;
        array_push($faults, ...array_map(fn (string $fault): string => "$name: $fault", faultsOfHost($curl, $url, $expected)));
        // A callback URL may have one, for a server that asks for it.
        if ($name === 'base URI' && (isset($curl->parts($url)['user']) || is_string(parse_url($url, PHP_URL_USER)))) {
            $faults[] = "$name: accepted, with a user name";
        }
    }
    // The same URL about our own host, which it may name in place of any other.
    $renamed = (string) preg_replace(['~^https:~i', '~good\.example|example\.(?:com|org|net)|\bfoo\b|\bhost\b~i'], ['http:', $own], $url);
    array_push($faults, ...faultsOfTarget($curl, $cotp, $url, "http://$own/api"), ...faultsOfTarget($curl, $cotp, $renamed, "http://$own/api"));
    $tally->add(visible($url), $faults);
}
$tally->note("$accepted values were accepted");
$tally->finish();
