package io.keycloakpbx.securitydata.service;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A structure of the contract: what XML and JSON of it, and its type in the WSDL, are made from.
 *
 * @param name the name of its type, as {@code CreateRoleReq}
 * @param members in alphabetical order, as .NET writes data contracts
 */
record Shape(String name, List<Member> members) {

    /** What a value is. */
    enum Type {
        STRING,
        INT,
        BOOLEAN,
        /** A point in time: {@code xs:dateTime} in XML, the contract's text in JSON. */
        DATE_TIME,
        SHAPE
    }

    /**
     * A member.
     *
     * @param type of the value, or of each in a list
     * @param shape of {@link Type#SHAPE}, else null
     * @param list whether there can be several: in XML in an element of their own, each called as its type
     */
    record Member(String name, Type type, Shape shape, boolean list) {}

    Shape {
        members = members.stream().sorted(Comparator.comparing(Member::name)).toList();
    }

    /** A structure without members yet. */
    static Shape of(String name) {
        return new Shape(name, List.of());
    }

    Shape string(String member) {
        return with(new Member(member, Type.STRING, null, false));
    }

    Shape integer(String member) {
        return with(new Member(member, Type.INT, null, false));
    }

    Shape bool(String member) {
        return with(new Member(member, Type.BOOLEAN, null, false));
    }

    Shape dateTime(String member) {
        return with(new Member(member, Type.DATE_TIME, null, false));
    }

    Shape object(String member, Shape shape) {
        return with(new Member(member, Type.SHAPE, shape, false));
    }

    Shape list(String member, Shape shape) {
        return with(new Member(member, Type.SHAPE, shape, true));
    }

    private Shape with(Member member) {
        List<Member> more = new ArrayList<>(members);
        more.add(member);
        return new Shape(name, more);
    }
}
