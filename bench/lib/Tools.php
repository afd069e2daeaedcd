<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

/** Where the programs and extensions are that tools/bench has made ready, and how they are started. */
final class Tools
{
    /** Round trips in milliseconds. */
    public const DISTANCES = [0, 20, 80];

    public readonly string $out;
    public readonly string $fpm;
    public readonly string $nginx;
    public readonly string $delay;
    public readonly string $raw;
    public readonly string $extension;
    public readonly bool $hasPecl;

    public function __construct(private readonly string $directory)
    {
        $this->out = dirname(__DIR__, 2) . '/out/bench';
        $this->fpm = self::find('php-fpm' . PHP_MAJOR_VERSION . '.' . PHP_MINOR_VERSION);
        $this->nginx = self::find('nginx');
        $this->delay = "{$this->out}/delay";
        $this->raw = "{$this->out}/raw";
        $this->extension = dirname($this->out) . '/bench-release/modules/cotp.so';
        $this->hasPecl = is_file("{$this->out}/pecl/http.so");
    }

    /**
     * Writes a php.ini that loads opcache, what the peers need, and cotp or not.
     *
     * @param list<string> $settings more lines
     */
    public function iniFile(bool $withCotp, array $settings = []): string
    {
        $file = "{$this->directory}/" . ($withCotp ? 'with' : 'without') . ($settings ? '-' . md5(implode("\n", $settings)) : '') . '.ini';
        if (is_file($file)) {
            return $file; // another process may be reading it
        }
        $lines = [...PHP_VERSION_ID < 80500 ? ['zend_extension=opcache'] : [], 'opcache.enable_cli=1', 'extension=ctype', 'extension=iconv', 'extension=mbstring',
            'extension=curl', 'memory_limit=512M', 'display_errors=stderr'];
        if ($this->hasPecl) {
            array_push($lines, "extension={$this->out}/pecl/raphf.so", "extension={$this->out}/pecl/http.so");
        }
        if ($withCotp) {
            $lines[] = "extension={$this->extension}";
        }
        file_put_contents($file, implode("\n", [...$lines, ...$settings]) . "\n");
        return $file;
    }

    /**
     * The command that runs one peer as a long-running process.
     *
     * @param ?string $caFile null: the system's CAs, for PHP alone
     * @param list<string> $settings of PHP
     * @return list<string>
     */
    public function workerCommand(string $peer, string $base, ?string $caFile, array $settings = []): array
    {
        return match ($peer) {
            'raw-kept', 'raw-same' => [$this->raw, substr($peer, 4), $base, $caFile],
            default => [PHP_BINARY, '-c', $this->iniFile($peer !== 'polyfill', $settings), dirname(__DIR__) . '/worker.php', $peer, $base, ...$caFile === null ? [] : [$caFile]],
        };
    }

    private static function find(string $program): string
    {
        foreach (explode(':', getenv('PATH') . ':/usr/sbin:/usr/local/sbin') as $directory) {
            if (is_executable("$directory/$program")) {
                return "$directory/$program";
            }
        }
        throw new RuntimeException("$program is not installed");
    }
}
