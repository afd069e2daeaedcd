<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

use Exception;

/** A documented error of the API. Its code determines the HTTP status and the message. */
final class ApiError extends Exception
{
    /** @var array<int, array{int, string}> code => HTTP status, meaning */
    public const TABLE = [
        -112 => [400, 'Destination is bad'],
        -123 => [400, 'Message badly formatted'],
        -125 => [400, 'Bad input data'],
        -150 => [500, 'System error'],
        -160 => [404, 'URI not found'],
        -168 => [409, 'Data integrity failed'],
        -174 => [400, 'Too many items'],
        -175 => [408, 'Timed out waiting for the request'],
        -179 => [400, 'Bad input parameter'],
        -180 => [426, 'User is blocked'],
        -1003 => [401, 'Not authorized'],
        -1004 => [400, 'Card number does not match the card type'],
        -1005 => [400, 'Card type is missing'],
    ];

    /**
     * @param array<string, string> $fields the faults of single fields by their names, if the error is about fields
     * @param bool $isEssential whether its details are never withheld
     */
    public function __construct(
        public readonly int $apiCode,
        public readonly string $moreInfo,
        public readonly array $fields = [],
        public readonly bool $isEssential = false,
    ) {
        parent::__construct($moreInfo);
    }

    public function status(): int
    {
        return self::TABLE[$this->apiCode][0];
    }

    public function meaning(): string
    {
        return self::TABLE[$this->apiCode][1];
    }

    public function json(): Response
    {
        [$status, $message] = self::TABLE[$this->apiCode];
        return Response::json($status, ['code' => $this->apiCode, 'message' => $message, 'moreInfo' => $this->moreInfo]);
    }

    /** Returns the error as XML, with a byte order mark because the service's XML may have one. */
    public function xml(): Response
    {
        [$status, $message] = self::TABLE[$this->apiCode];
        $text = "\u{FEFF}" . '<?xml version="1.0" encoding="utf-8"?>'
            . '<ErrorBlock xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">'
            . "<code>{$this->apiCode}</code><message>" . htmlspecialchars($message, ENT_XML1 | ENT_SUBSTITUTE) . '</message>'
            . '<moreInfo>' . htmlspecialchars($this->moreInfo, ENT_XML1 | ENT_SUBSTITUTE) . '</moreInfo></ErrorBlock>';
        return new Response($status, $text, ['Content-Type' => 'application/xml; charset=utf-8']);
    }
}
