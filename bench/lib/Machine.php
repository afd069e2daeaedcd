<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

/** What the figures were taken with. */
final class Machine
{
    /** @return array<string, string> */
    public static function describe(): array
    {
        return [
            'Machine' => self::hardware(),
            'System' => self::after('PRETTY_NAME="', '/etc/os-release', '"') . ', Linux ' . implode('.', array_slice(explode('.', php_uname('r')), 0, 2)),
            'Load before' => sprintf('%.2f', sys_getloadavg()[0]),
            'PHP' => PHP_VERSION . ' with opcache, without JIT',
            'libcurl' => curl_version()['version'] . ', ' . curl_version()['ssl_version'],
            'jansson' => self::output('pkg-config --modversion jansson'),
            'nginx' => self::output('PATH=$PATH:/usr/sbin nginx -v 2>&1 | sed s,.*/,,') . ', TLS 1.3, HTTP/2',
            'Guzzle' => self::package('guzzlehttp/guzzle') . ' (one call: HTTP/1.1, its default; batches: HTTP/2)',
            'Symfony HttpClient' => self::package('symfony/http-client') . ' (HTTP/2, its default)',
            'pecl_http' => self::peclVersion(),
            'valgrind' => self::output('valgrind --version'),
        ];
    }

    private static function hardware(): string
    {
        $processors = file_get_contents('/proc/cpuinfo');
        $count = preg_match_all('/^processor\s*:/m', $processors);
        $kind = preg_match('/^flags.*\bhypervisor\b/m', $processors) ? 'virtual machine' : 'machine';
        $gibibytes = (int) round((int) self::after('MemTotal:', '/proc/meminfo', 'kB') / 1024 / 1024);
        return "$count-core " . php_uname('m') . " $kind, $gibibytes GiB";
    }

    private static function after(string $start, string $file, string $end): string
    {
        return trim(strtok(explode($start, file_get_contents($file), 2)[1], $end));
    }

    private static function output(string $command): string
    {
        return trim((string) shell_exec($command));
    }

    private static function package(string $name): string
    {
        require_once dirname(__DIR__, 2) . '/out/bench/vendor/autoload.php';
        return ltrim((string) Composer\InstalledVersions::getPrettyVersion($name), 'v');
    }

    private static function peclVersion(): string
    {
        $file = dirname(__DIR__, 2) . '/out/bench/pecl/version';
        return is_file($file) ? trim(file_get_contents($file)) : 'not measured: it could not be had from Debian';
    }
}
