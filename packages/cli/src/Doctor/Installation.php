<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Doctor;

use CotpRequest;
use ReflectionClass;
use ReflectionExtension;

/** What the loaded extension says about itself: versions, known faults of libcurl, and INI settings. */
final class Installation
{
    private const REFUSED = 'no request is sent';
    private const NO_REMEDY = '/^none\b|may be/i';
    private const LEAST_POOL_IDLE = 1;

    /** @return list<Line> */
    public function lines(): array
    {
        if (!extension_loaded('cotp')) {
            return $this->plainPhp();
        }
        $info = $this->info();
        return [Line::ok('cotp', $info['Version'] ?? 'version unknown'), ...$this->libraries($info), ...$this->faults($info), ...$this->settings()];
    }

    /** @return list<Line> */
    private function plainPhp(): array
    {
        $folder = dirname((string) (new ReflectionClass(CotpRequest::class))->getFileName());
        $curl = function_exists('curl_version') ? curl_version() : false;
        $version = is_array($curl) && is_string($curl['version']) ? $curl['version'] : null;
        return [
            Line::warning('cotp', "plain PHP, in $folder", 'In production, load the extension: it needs one round trip for each call, and wipes secrets.'),
            $version !== null ? Line::ok('libcurl', $version) : Line::error('libcurl', 'ext-curl is not loaded', 'Install ext-curl.'),
        ];
    }

    /**
     * @param array<string, string> $info
     * @return list<Line>
     */
    private function libraries(array $info): array
    {
        $lines = [];
        foreach (['libcurl', 'jansson', 'OpenSSL'] as $library) {
            [$built, $loaded] = explode(' => ', $info[$library] ?? '') + ['', ''];
            $lines[] = $built === $loaded
                ? Line::ok($library, $loaded)
                : Line::warning($library, "built with $built, loaded $loaded", 'Usual after an update of the system. If PHP runs for long, restart it.');
        }
        return $lines;
    }

    /**
     * @param array<string, string> $info
     * @return list<Line>
     */
    private function faults(array $info): array
    {
        $lines = [];
        $isInList = false;
        foreach ($info as $fault => $remedy) {
            $isInList = $isInList || str_starts_with($fault, 'Known fault of');
            if (!$isInList || str_starts_with($fault, 'Known fault of')) {
                continue;
            }
            if (str_starts_with($fault, 'Connection pool') || str_starts_with($fault, 'Directive')) {
                break;
            }
            $lines[] = match (true) {
                $remedy === self::REFUSED => Line::error('libcurl fault', "$fault: $remedy", 'Update libcurl.'),
                preg_match(self::NO_REMEDY, $remedy) === 1 => Line::warning('libcurl fault', "$fault: $remedy", 'Update libcurl if your distribution has a newer one.'),
                default => Line::ok('libcurl fault', "$fault: $remedy"),
            };
        }
        return $lines;
    }

    /** @return list<Line> */
    private function settings(): array
    {
        $lines = [];
        foreach ((new ReflectionExtension('cotp'))->getINIEntries() as $name => $value) {
            $value = is_scalar($value) ? (string) $value : '';
            $lines[] = match (true) {
                $name === 'cotp.http_hosts' && $value !== '' => Line::warning($name, $value, 'Plain HTTP is allowed to these hosts: only for a sandbox, never in production.'),
                $name === 'cotp.pool_size' && $value === '0' => Line::warning($name, $value, 'Each call opens a new connection. Set it to 8 unless you have a reason.'),
                $name === 'cotp.pool_idle' && (float) $value < self::LEAST_POOL_IDLE => Line::warning($name, $value, 'Connections are hardly ever kept. The default is 30.'),
                default => Line::ok((string) $name, $value === '' ? 'empty' : $value),
            };
        }
        return $lines;
    }

    /** @return array<string, string> the table of phpinfo() */
    private function info(): array
    {
        ob_start();
        (new ReflectionExtension('cotp'))->info();
        $rows = [];
        foreach (explode("\n", (string) ob_get_clean()) as $row) {
            [$name, $value] = explode(' => ', html_entity_decode(strip_tags($row)), 2) + ['', ''];
            $name === '' || $rows[$name] = trim($value);
        }
        return $rows;
    }
}
